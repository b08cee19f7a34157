package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The inference API of TorchServe, and its management API where that is reachable
 * (docs/inference_api.md, docs/management_api.md).
 *
 * <p>{@code /ping} lags: a dead worker is forgiven for {@code maxRetryTimeoutInSec}, five minutes
 * if nothing else is set. The management API tells the state of each worker and when it started.
 * What a request and an answer look like is up to the model's handler; the default ones write bare
 * NaN (serve#1304).
 */
final class TorchServe implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          FreeBody.FORM,
          FreeBody.CONTENT_TYPE,
          Option.of("management", Option.Kind.TEXT),
          Option.of("modelVersion", Option.Kind.TEXT),
          Instances.NAMES,
          OutputForm.OBJECTS,
          Types.OPTION);

  private static final String PING = "ping";
  private static final String LAG =
      "dead workers are forgiven for minutes (maxRetryTimeoutInSec), so this lags";

  private final String path;
  private final Optional<String> management;
  private final FreeBody body;
  private final OutputForm form;

  TorchServe(Settings settings) throws LoadException {
    String model = settings.versionedModel();
    this.path = "predictions/" + model;
    this.management =
        settings.text("management").map(m -> m.replaceFirst("/+$", "") + "/models/" + model);
    this.body = FreeBody.of(settings, JsonWriter.NonFinite.TOKENS);
    this.form = OutputForm.of(settings, OutputForm.Objects.CLASSES);
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything(PING));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(
        management
            .map(url -> new Question(WireRequest.get(url), answer -> workers(url, answer)))
            .orElseGet(
                () -> new Question(WireRequest.get(PING), answer -> Probe.but(ping(answer), LAG))));
  }

  /** Healthy or Unhealthy, in the status and in the body; old releases know Partial Healthy. */
  static Sign ping(WireAnswer answer) {
    Sign sign = Probe.status(PING, answer);
    Optional<String> word =
        Probe.json(answer).flatMap(json -> json.member("status")).flatMap(Json::text);
    boolean unhealthy =
        word.filter(w -> w.toLowerCase(Locale.ROOT).startsWith("unhealthy")).isPresent();
    String reason = sign.reason() + word.map(w -> " " + Quote.start(w)).orElse("");
    return sign.says() == Sign.Says.YES && !unhealthy ? Sign.yes(reason) : Sign.no(reason);
  }

  private static Sign workers(String url, WireAnswer answer) {
    List<Worker> workers = Worker.of(answer);
    if (!answer.isOk()) {
      return Probe.status(url, answer);
    }
    List<String> states = workers.stream().map(Worker::toString).toList();
    String reason =
        "%s: %s"
            .formatted(
                Probe.said(url, answer),
                states.isEmpty() ? "no worker" : String.join(", ", states));
    boolean ready = workers.stream().anyMatch(w -> w.status().equals("READY"));
    return ready ? Sign.yes(reason) : Sign.no(reason);
  }

  /** A process that computes for one version of the model. */
  private record Worker(String version, String id, String status, String startTime) {
    /** All workers that the management API tells. */
    static List<Worker> of(WireAnswer answer) {
      List<Worker> workers = new ArrayList<>();
      for (Json model : models(answer)) {
        String version = text(model, "modelVersion");
        for (Json worker : model.member("workers").map(Json::elements).orElse(List.of())) {
          workers.add(
              new Worker(
                  version, text(worker, "id"), text(worker, "status"), text(worker, "startTime")));
        }
      }
      return workers;
    }

    @Override
    public String toString() {
      return "worker %s of version %s is %s since its start at %s"
          .formatted(id, version, status, startTime);
    }
  }

  private static List<Json> models(WireAnswer answer) {
    return Probe.json(answer).map(Json::elements).orElse(List.of());
  }

  private static String text(Json json, String key) {
    return json.member(key).flatMap(Json::spelling).orElse("unknown");
  }

  @Override
  public List<Inquiry> inquiries() {
    return management
        .map(url -> List.of(new Inquiry(WireRequest.get(url), TorchServe::describe)))
        .orElse(List.of());
  }

  /** Versions, and when each worker started: another time means that it was restarted. */
  private static Description describe(WireAnswer answer) {
    Set<String> versions = new TreeSet<>();
    models(answer)
        .forEach(m -> m.member("modelVersion").flatMap(Json::spelling).ifPresent(versions::add));
    Description told = Told.versions("management.modelVersion", versions);
    for (Worker worker : Worker.of(answer)) {
      told = told.and(Told.remark(worker.toString()));
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
      if (type(answer).filter("InvalidKeyException"::equals).isPresent()) {
        // A token that is wrong or has expired is answered with 400.
        throw Refusal.of(Reason.NOT_READY, answer);
      }
      // A handler that raises is answered with 503 as well: "Prediction failed".
      boolean raised = type(answer).filter("InternalServerException"::equals).isPresent();
      throw raised ? Refusal.of(Reason.MODEL_ERROR, answer) : Refusal.of(answer);
    }
    return FreeAnswer.read(form, answer);
  }

  private static Optional<String> type(WireAnswer answer) {
    return Probe.parsed(answer).flatMap(json -> json.member("type")).flatMap(Json::text);
  }
}
