package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Base64Floats;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonCopy;
import dev.canary.http.json.JsonLeaves;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonTensors;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.Quote;
import dev.canary.http.json.Slices;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The API of OpenAI as vLLM, SGLang, TGI and others serve it: chat, completions or embeddings.
 *
 * <p>Asked greedily, for few tokens, with a seed and the best log-probabilities, since even then
 * neither tokens nor log-probabilities are promised to repeat (vLLM docs, Reproducibility). {@code
 * /health} answers 200 while generation is dead (vllm#24207, #16259), so that readiness is asked of
 * {@code v1/models}, and only an inference proves it.
 */
final class OpenAi implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          Option.of("maxTokens", Option.Kind.COUNT),
          Option.of("seed", Option.Kind.COUNT),
          Option.of("topLogprobs", Option.Kind.COUNT),
          Option.of("params", Option.Kind.JSON),
          Types.OPTION);

  private static final String MODELS = "v1/models";
  private static final String INFO = "info";
  private static final int NOT_FOUND = 404;
  private static final int FAILED_DEPENDENCY = 424;
  private static final Set<String> FAILURES = Set.of("generation", "backend");
  private static final int MAX_TOKENS = 16;
  private static final int TOP_LOGPROBS = 5;

  private final OpenAiTask task;
  private final String model;
  private final int topLogprobs;
  private final Map<String, Json> parameters;
  private final Types types;
  private final Optional<String> revision;

  OpenAi(OpenAiTask task, Settings settings) throws LoadException {
    this(task, settings, settings.count("topLogprobs", TOP_LOGPROBS));
  }

  private OpenAi(OpenAiTask task, Settings settings, int topLogprobs) throws LoadException {
    this(
        task,
        settings.model(),
        topLogprobs,
        parameters(task, settings, topLogprobs),
        Types.of(settings),
        Optional.empty());
  }

  private OpenAi(
      OpenAiTask task,
      String model,
      int topLogprobs,
      Map<String, Json> parameters,
      Types types,
      Optional<String> revision) {
    this.task = task;
    this.model = model;
    this.topLogprobs = topLogprobs;
    this.parameters = parameters;
    this.types = types;
    this.revision = revision;
  }

  /** The usual ones, and in their place those of {@code params}; a null takes one away. */
  private static Map<String, Json> parameters(OpenAiTask task, Settings settings, int top)
      throws LoadException {
    Map<String, Json> all = new LinkedHashMap<>();
    String usual =
        task.parameters(settings.count("maxTokens", MAX_TOKENS), settings.count("seed", 1), top);
    all.putAll(members(usual, "params"));
    if (settings.text("params").isPresent()) {
      all.putAll(members(settings.text("params").get(), "params"));
    }
    all.values()
        .removeIf(value -> value instanceof Json.Scalar s && s.kind() == JsonLeaves.Kind.NULL);
    return all;
  }

  private static Map<String, Json> members(String text, String key) throws LoadException {
    try {
      if (JsonReader.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Members members) {
        return members.members();
      }
    } catch (PredictionException e) {
      throw new LoadException("target.%s: %s".formatted(key, e.getMessage()), e);
    }
    throw new LoadException("target.%s must be a map of names to values".formatted(key));
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything("health"));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(
        new Question(
            WireRequest.get(MODELS),
            answer ->
                answer.status() == NOT_FOUND
                    ? Sign.nothing(Probe.said(MODELS, answer) + ", as of servers without a list")
                    : Probe.but(
                        Probe.status(MODELS, answer), "generation may be dead all the same")));
  }

  @Override
  public List<Inquiry> inquiries() {
    return List.of(
        new Inquiry(WireRequest.get(MODELS), answer -> OpenAiModels.read(answer, model)),
        new Inquiry(
            WireRequest.get(INFO),
            answer -> HubInfo.of(answer).map(HubInfo::description).orElse(Description.EMPTY)));
  }

  /** The revision of the weights tells more of the model than the build that serves it. */
  @Override
  public OpenAi speaking(Description description) {
    Optional<String> told =
        description.versions().getOrDefault(HubInfo.PLACE, Set.of()).stream().findFirst();
    return new OpenAi(task, model, topLogprobs, parameters, types, told);
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    return WireRequest.json(task.path(), JsonWriter.bytes(json -> write(json, input)));
  }

  private void write(JsonGenerator json, Input input) throws IOException, PredictionException {
    Map<String, Tensor> own = task.named(input);
    json.writeStartObject();
    json.writeStringField("model", model);
    for (Map.Entry<String, Tensor> entry : own.entrySet()) {
      LlmInput.member(json, entry.getKey(), entry.getValue());
    }
    for (Map.Entry<String, Json> entry : parameters.entrySet()) {
      // What a case says itself holds for this case.
      if (!own.containsKey(entry.getKey())) {
        json.writeFieldName(entry.getKey());
        JsonCopy.write(json, entry.getValue(), JsonGenerator::writeString);
      }
    }
    json.writeEndObject();
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw isGeneration(answer) ? Refusal.of(Reason.MODEL_ERROR, answer) : Refusal.of(answer);
    }
    Json json = json(answer);
    Outputs outputs = new Outputs(new OutputForm(types, OutputForm.Objects.OUTPUTS), "output");
    outputs.fact(Exchange.VERSION, version(json));
    cached(json).ifPresent(outputs::remark);
    if (task == OpenAiTask.EMBEDDINGS) {
      return outputs.put("embedding", embeddings(Refusal.member(json, "data"))).reply();
    }
    List<Json> choices = Refusal.member(json, "choices").elements();
    if (choices.isEmpty()) {
      throw new PredictionException(Reason.EMPTY, "the answer holds no choice");
    }
    new OpenAiChoice(outputs, topLogprobs).add(choices.get(0));
    return outputs.reply();
  }

  /**
   * With this status DJL Serving says that it is not ready, TGI and TEI that their model failed.
   */
  private static boolean isGeneration(WireAnswer answer) {
    Optional<Json> json = Probe.parsed(answer);
    Optional<String> type =
        json.flatMap(j -> j.member("error_type").or(() -> j.member("type"))).flatMap(Json::text);
    return answer.status() == FAILED_DEPENDENCY
        && type.filter(t -> FAILURES.contains(t.toLowerCase(Locale.ROOT))).isPresent();
  }

  /** An error may come under a success, as the first event of a stream that nobody asked for. */
  private static Json json(WireAnswer answer) throws PredictionException {
    String text = answer.text().strip();
    if (!text.startsWith("data:")) {
      return JsonReader.read(answer.body());
    }
    String event = text.lines().findFirst().orElse("").substring("data:".length());
    Json first = JsonReader.read(event.getBytes(StandardCharsets.UTF_8));
    if (first.member("error").isPresent()) {
      return first;
    }
    throw new PredictionException(
        Reason.BAD_ANSWER, "a stream of events, which was not asked for: " + Quote.start(text));
  }

  /**
   * The model's name where it is not the one that was asked for, as under a general name, and the
   * revision of its weights, else the build that answered.
   */
  private Optional<String> version(Json json) {
    List<String> told =
        Stream.of(
                json.member("model").flatMap(Json::text).filter(name -> !name.equals(model)),
                revision.or(() -> json.member("system_fingerprint").flatMap(Json::text)))
            .flatMap(Optional::stream)
            .filter(text -> !text.isBlank())
            .toList();
    return told.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", told));
  }

  /** The last token at least is computed anew, so that this is no answer from a cache. */
  private static Optional<String> cached(Json json) {
    return json.member("usage")
        .flatMap(usage -> usage.member("prompt_tokens_details"))
        .flatMap(details -> details.member("cached_tokens"))
        .flatMap(Json::spelling)
        .filter(tokens -> !tokens.equals("0"))
        .map(tokens -> tokens + " tokens of the prompt come from a cache of prefixes");
  }

  /** All vectors in the order of their index, which is not always that of the answer. */
  private Tensor embeddings(Json data) throws PredictionException {
    NavigableMap<Integer, Tensor> vectors = new TreeMap<>();
    for (Json entry : data.elements()) {
      int at = index(entry, vectors.size());
      if (vectors.put(at, embedding(Refusal.member(entry, "embedding"))) != null) {
        throw new PredictionException(
            Reason.BAD_ANSWER, "two embeddings have the index %d".formatted(at));
      }
    }
    if (vectors.isEmpty()) {
      throw new PredictionException(Reason.EMPTY, "the answer holds no embedding");
    }
    List<Tensor> all = List.copyOf(vectors.values());
    if (all.stream().map(Tensor::toString).distinct().count() > 1) {
      throw new PredictionException(
          Reason.BAD_ANSWER, "the embeddings have different lengths: " + all);
    }
    return Slices.stack(all);
  }

  private static int index(Json entry, int otherwise) {
    return entry
        .member("index")
        .flatMap(Json::spelling)
        .filter(s -> s.matches("\\d{1,9}"))
        .map(Integer::parseInt)
        .orElse(otherwise);
  }

  private Tensor embedding(Json vector) throws PredictionException {
    if (vector.text().isPresent()) {
      // Little-endian fp32 in Base64, whatever format was asked for.
      return Base64Floats.read(vector.text().get());
    }
    return JsonTensors.read(
        "output \"embedding\"", types.of("embedding").orElse(DType.FP64), vector);
  }
}
