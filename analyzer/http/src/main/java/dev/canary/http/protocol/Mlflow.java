package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scoring server of MLflow (mlflow/pyfunc/scoring_server/__init__.py).
 *
 * <p>{@code /ping} proves no more than that a model object is there; {@code /version} is that of
 * MLflow, and nothing tells the model's. An exception of the model is answered with 400 and the
 * code BAD_REQUEST. A content type with any parameter but {@code charset=utf-8} is refused with
 * 415.
 */
final class Mlflow implements Protocol {
  private static final List<String> FORMATS =
      List.of("dataframe_split", "dataframe_records", "instances", "inputs", "csv", "llm");

  static final List<Option> OPTIONS =
      List.of(
          Option.word("format", FORMATS),
          Option.of("columns", Option.Kind.TEXTS),
          Option.of("params", Option.Kind.JSON),
          Option.word("instances", List.of("row", "batch")),
          Instances.NAMES,
          OutputForm.OBJECTS,
          Types.OPTION);

  /** What a chat, a completion or an embedding model takes unwrapped. */
  private static final List<String> LLM = List.of("messages", "prompt", "input");

  private static final String PING = "ping";
  private static final String INVOCATIONS = "invocations";
  private static final String PREDICTIONS = "predictions";

  private final Optional<String> format;
  private final List<String> columns;
  private final Optional<String> params;
  private final Instances instances;
  private final OutputForm form;

  Mlflow(Settings settings) throws LoadException {
    this.format = settings.word("format", FORMATS);
    this.columns = settings.text("columns").map(c -> List.of(c.split(","))).orElse(List.of());
    if (settings.json("params").filter(p -> !(p instanceof Json.Members)).isPresent()) {
      throw new LoadException("target.params must be a map of names to values");
    }
    this.params = settings.text("params");
    this.instances = Instances.of(settings, JsonWriter.NonFinite.TOKENS);
    this.form = OutputForm.of(settings, OutputForm.Objects.OUTPUTS);
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything(PING));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(Probe.status(PING, "this proves only that a model object is there"));
  }

  @Override
  public List<Inquiry> inquiries() {
    return List.of(new Inquiry(WireRequest.get("version"), this::describe));
  }

  private Description describe(WireAnswer answer) {
    Description told =
        version(answer).map(v -> Told.server("mlflow " + v)).orElse(Description.EMPTY);
    return format.equals(Optional.of("instances"))
        ? told.and(
            Told.remark(
                "instances with names are turned into columns before the model sees them, which"
                    + " may change their types; inputs are not"))
        : told;
  }

  /** The version of MLflow; empty if the answer is something else. */
  static Optional<String> version(WireAnswer answer) {
    return Optional.of(answer.text().strip().replace("\"", ""))
        .filter(v -> answer.isOk() && v.matches("\\d+\\.\\d+[\\w.+-]{0,40}"));
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    String used = format(input);
    if (used.equals("csv")) {
      Table table = table(input);
      byte[] csv = (table.header() + table.csv(instances)).getBytes(StandardCharsets.UTF_8);
      return new WireRequest("POST", INVOCATIONS, Map.of("Content-Type", "text/csv"), csv);
    }
    return WireRequest.json(
        INVOCATIONS,
        JsonWriter.bytes(
            json -> {
              json.writeStartObject();
              write(json, used, input);
              if (params.isPresent()) {
                json.writeFieldName("params");
                json.writeRawValue(params.get());
              }
              json.writeEndObject();
            }));
  }

  /** Single values are a row of a data frame, tensors an input of tensors. */
  private String format(Input input) {
    if (format.isPresent()) {
      return format.get();
    }
    if (LLM.stream().anyMatch(input.tensors()::containsKey) && LlmInput.isOfTexts(input)) {
      return "llm";
    }
    boolean scalars = input.tensors().values().stream().allMatch(t -> t.shape().length == 0);
    return scalars ? "dataframe_split" : "inputs";
  }

  private void write(JsonGenerator json, String used, Input input)
      throws IOException, PredictionException {
    if (used.equals("llm")) {
      LlmInput.write(json, input);
      return;
    }
    json.writeFieldName(used);
    switch (used) {
      case "dataframe_split" -> table(input).split(json, instances);
      case "dataframe_records" -> table(input).records(json, instances);
      case "instances" -> instances.write(json, input);
      default -> instances.whole(json, input);
    }
  }

  private Table table(Input input) throws PredictionException {
    boolean nameless = instances.isBare(input) || (!columns.isEmpty() && isOne(input));
    return Table.of(input, nameless, columns);
  }

  private static boolean isOne(Input input) {
    return input.tensors().size() == 1 && input.nulls().isEmpty();
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw refusal(answer);
    }
    Json json = JsonReader.read(answer.body());
    Outputs outputs = new Outputs(form, PREDICTIONS);
    if (!input.nulls().isEmpty()) {
      outputs.remark("a missing whole number may disable the schema's enforcement (mlflow#25593)");
    }
    // Models that take messages or a prompt are answered unwrapped.
    return format(input).equals("llm") && json.member(PREDICTIONS).isEmpty()
        ? outputs.add(json).reply()
        : outputs.add(Refusal.member(json, PREDICTIONS)).reply();
  }

  private static PredictionException refusal(WireAnswer answer) {
    String text = answer.text();
    boolean ours =
        text.contains("Failed to parse input")
            || text.contains("Invalid input")
            || text.contains("INVALID_PARAMETER_VALUE")
            || text.contains("Failed to enforce schema")
            || text.contains("must be a JSON dictionary");
    return answer.status() == 400 && !ours
        ? Refusal.of(Reason.MODEL_ERROR, answer)
        : Refusal.of(answer);
  }
}
