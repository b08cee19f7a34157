package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.protocol.Description.Port;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The REST API of TensorFlow Serving (g3doc/api_rest.md).
 *
 * <p>Its status is 200 even if no version is available: the states decide. Bare NaN and infinities
 * are legal both ways. Where one output is the only one, its name is omitted: it is then called as
 * the signature calls it, or {@code predictions}, {@code outputs}, {@code results} where the
 * signature is not told.
 */
final class TfServing implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          Option.word("format", List.of("row", "columnar")),
          Option.word("method", List.of("predict", "classify", "regress")),
          Option.of("signature", Option.Kind.TEXT),
          Option.of("modelVersion", Option.Kind.TEXT),
          Option.of("label", Option.Kind.TEXT),
          Option.word("instances", List.of("row", "batch")),
          Instances.NAMES,
          Types.OPTION);

  /** What FAILED_PRECONDITION becomes, for example a variable that was not initialised. */
  private static final int PRECONDITION_FAILED = 412;

  private final String path;
  private final Optional<String> signature;
  private final TfWay way;
  private final Instances instances;
  private final Types types;
  private final Description told;

  TfServing(Settings settings) throws LoadException {
    this(
        path(settings),
        settings.text("signature"),
        TfWay.of(settings),
        Instances.of(settings, JsonWriter.NonFinite.TOKENS),
        Types.of(settings),
        Description.EMPTY);
  }

  private TfServing(
      String path,
      Optional<String> signature,
      TfWay way,
      Instances instances,
      Types types,
      Description told) {
    this.path = path;
    this.signature = signature;
    this.way = way;
    this.instances = instances;
    this.types = types;
    this.told = told;
  }

  private static String path(Settings settings) throws LoadException {
    Optional<String> version = settings.text("modelVersion");
    Optional<String> label = settings.text("label");
    if (version.isPresent() && label.isPresent()) {
      throw new LoadException("target.modelVersion and target.label exclude each other");
    }
    return "v1/models/"
        + Probe.segment(settings.model())
        + version.map(v -> "/versions/" + Probe.segment(v)).orElse("")
        + label.map(l -> "/labels/" + Probe.segment(l)).orElse("");
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything(path));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(TfStatus.question(path, answer -> Probe.status(path, answer)));
  }

  @Override
  public List<Inquiry> inquiries() {
    String wanted = signature.orElse("serving_default");
    return List.of(
        new Inquiry(
            WireRequest.get(path),
            answer -> TfStatus.of(answer).map(TfStatus::description).orElse(Description.EMPTY)),
        new Inquiry(
            WireRequest.get(path + "/metadata"), answer -> TfMetadata.read(wanted, answer)));
  }

  @Override
  public Protocol speaking(Description description) {
    return new TfServing(
        path,
        signature,
        way,
        instances,
        types.or(TfMetadata.types(description.outputs())),
        description);
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    Instances rows = rows(input);
    return WireRequest.json(
        path + way.suffix(),
        JsonWriter.bytes(
            json -> {
              json.writeStartObject();
              if (signature.isPresent()) {
                json.writeStringField("signature_name", signature.get());
              }
              json.writeFieldName(way.question());
              way.write(json, rows, input);
              json.writeEndObject();
            }));
  }

  /** The signature tells whether a case has the leading axis of a batch or is one row of it. */
  private Instances rows(Input input) {
    boolean batch = !input.tensors().isEmpty();
    boolean row = batch;
    for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
      int rank = entry.getValue().shape().length;
      int wanted = port(entry.getKey()).map(p -> p.shape().size()).orElse(0);
      // A port of unknown rank has no dimensions either.
      batch &= wanted > 0 && rank == wanted;
      row &= wanted > 0 && rank == wanted - 1;
    }
    Optional<Instances.Layout> layout = row ? Optional.of(Instances.Layout.ROW) : Optional.empty();
    return instances.or(batch ? Optional.of(Instances.Layout.BATCH) : layout);
  }

  private Optional<Port> port(String input) {
    return told.inputs().size() == 1
        ? Optional.of(told.inputs().values().iterator().next())
        : Optional.ofNullable(told.inputs().get(input));
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (answer.status() == PRECONDITION_FAILED) {
      throw Refusal.of(Reason.MODEL_ERROR, answer);
    }
    if (!answer.isOk()) {
      throw Refusal.of(answer);
    }
    Json value = Refusal.member(JsonReader.read(answer.body()), way.answers());
    String name =
        told.outputs().size() == 1
            ? told.outputs().keySet().iterator().next()
            : way.answers().get(0);
    Outputs outputs = new Outputs(new OutputForm(types, OutputForm.Objects.OUTPUTS), name);
    if (way != TfWay.COLUMNS) {
      Refusal.count(outputs, rows(input).rows(input).size(), value);
    }
    return (way == TfWay.CLASSIFY ? TfClassification.add(outputs, value) : outputs.add(value))
        .reply();
  }
}
