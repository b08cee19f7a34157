package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.Slices;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.Sign;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The native API of DJL Serving (serving/docs/inference_api.md).
 *
 * <p>{@code /ping} answers 200 while a model is {@code PENDING} or {@code Unhealthy}, that is not
 * fully scaled, so the state in the body decides; older releases answer {@code {"health":
 * "healthy!"}} and tell no state. The best classes of an answer are not the same for every input:
 * {@code probabilities} stand sorted by class, as far as they are told, {@code ranked} and {@code
 * classNames} from the best on.
 */
final class DjlServing implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          FreeBody.FORM,
          FreeBody.CONTENT_TYPE,
          Option.of("modelVersion", Option.Kind.TEXT),
          Instances.NAMES,
          OutputForm.OBJECTS,
          Types.OPTION);

  private static final String PING = "ping";
  private static final String HEALTHY = "Healthy";

  private final String model;
  private final String path;
  private final FreeBody body;
  private final OutputForm form;

  DjlServing(Settings settings) throws LoadException {
    this.model = settings.model();
    this.path = "predictions/" + settings.versionedModel();
    this.body = FreeBody.of(settings, JsonWriter.NonFinite.TOKENS);
    this.form = OutputForm.of(settings, OutputForm.Objects.CLASSES);
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything(PING));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(new Question(WireRequest.get(PING), this::ping));
  }

  private Sign ping(WireAnswer answer) {
    Sign sign = Probe.status(PING, answer);
    Map<String, String> states = states(answer);
    Map<String, String> own = new TreeMap<>(states);
    // A version may follow the name.
    own.keySet().removeIf(name -> !name.equals(model) && !name.startsWith(model + ":"));
    Map<String, String> judged = own.isEmpty() ? states : own;
    String reason = sign.reason() + (judged.isEmpty() ? "" : " " + judged);
    boolean healthy = judged.values().stream().allMatch(HEALTHY::equals);
    return sign.says() == Sign.Says.YES && healthy ? Sign.yes(reason) : Sign.no(reason);
  }

  /** The state of each model; none where the server does not tell. */
  static Map<String, String> states(WireAnswer answer) {
    Map<String, String> states = new TreeMap<>();
    if (Probe.json(answer).orElse(null) instanceof Json.Members members) {
      members
          .members()
          .forEach(
              (name, value) ->
                  value
                      .member("status")
                      .flatMap(Json::text)
                      .ifPresent(state -> states.put(name, state)));
    }
    return states;
  }

  @Override
  public List<Inquiry> inquiries() {
    return List.of(new Inquiry(WireRequest.get(PING), this::describe));
  }

  private Description describe(WireAnswer answer) {
    Map<String, String> states = states(answer);
    Description told = Told.models(List.copyOf(states.keySet()));
    for (Map.Entry<String, String> state : states.entrySet()) {
      if (answer.isOk() && !state.getValue().equals(HEALTHY)) {
        told =
            told.and(
                Told.remark(
                    "ping answers %d although %s is %s"
                        .formatted(answer.status(), state.getKey(), state.getValue())));
      }
    }
    return told;
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    return body.request(path, input);
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw Refusal.of(answer);
    }
    Optional<Json> json = Probe.json(answer);
    boolean classes =
        json.isPresent()
            && !json.get().elements().isEmpty()
            && json.get().elements().stream().allMatch(DjlServing::isClass);
    return classes ? classification(json.get().elements()) : FreeAnswer.read(form, answer);
  }

  private static boolean isClass(Json json) {
    return json.member("className").flatMap(Json::text).isPresent()
        && json.member("probability").isPresent();
  }

  private Reply classification(List<Json> best) throws PredictionException {
    Outputs outputs = new Outputs(form, FreeAnswer.NAME);
    DType type = form.types().of("probabilities").orElse(DType.FP64);
    List<String> names = new ArrayList<>();
    List<Tensor> ranked = new ArrayList<>();
    for (Json one : best) {
      names.add(one.member("className").flatMap(Json::text).orElseThrow());
      Json probability = one.member("probability").orElseThrow();
      ranked.add(Outputs.number("probabilities", type, probability));
    }
    Map<String, Tensor> sorted = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      sorted.put(names.get(i), ranked.get(i));
    }
    if (sorted.size() == names.size()) {
      outputs.put("probabilities", Slices.stack(List.copyOf(sorted.values())));
      outputs.name("probabilities", List.copyOf(sorted.keySet()));
    }
    return outputs
        .put("ranked", Slices.stack(ranked))
        .put("classNames", Tensor.ofTexts(new int[] {names.size()}, names))
        .reply();
  }
}
