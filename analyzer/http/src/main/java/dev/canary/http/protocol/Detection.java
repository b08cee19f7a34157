package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds out which protocols a server speaks from a few questions, none of which runs a model.
 *
 * <p>In the order of how much an answer proves: {@code v2} and {@code v1/models} have bodies that
 * no other server has; {@code ping} is shared by four kinds of server, whose bodies differ; an
 * empty success of {@code ping} is the bare contract of SageMaker.
 */
final class Detection {
  private static final String METADATA = "v2";
  private static final String MODELS = "v1/models";
  private static final String PING = "ping";

  private final Function<WireRequest, Optional<WireAnswer>> ask;
  private final Map<String, Optional<WireAnswer>> asked = new HashMap<>();
  private final List<Detected> found = new ArrayList<>();

  Detection(Function<WireRequest, Optional<WireAnswer>> ask) {
    this.ask = ask;
  }

  /** All protocols that were found. */
  List<Detected> run() {
    openInference();
    modelsOfVersionOne();
    tensorFlow();
    ping();
    anything();
    return List.copyOf(found);
  }

  private Optional<WireAnswer> get(String path) {
    return asked.computeIfAbsent(path, p -> ask.apply(WireRequest.get(p)));
  }

  private Optional<Json> json(String path) {
    return get(path).flatMap(Probe::json);
  }

  private void add(String word, List<String> models, Description told, String... evidence) {
    found.add(new Detected(word, models, List.of(evidence), told));
  }

  private static List<String> names(Optional<Json> list) {
    return list.stream()
        .flatMap(l -> l.elements().stream())
        .flatMap(e -> e.text().or(() -> e.member("name").flatMap(Json::text)).stream())
        .distinct()
        .toList();
  }

  private void openInference() {
    Optional<Json> metadata = json(METADATA).filter(j -> j.member("name").isPresent());
    if (metadata.isPresent()) {
      Description told = server(metadata.get());
      List<String> models = models();
      add(
          "kserve-v2",
          models,
          told.and(Told.models(models)),
          "GET v2: 200, and names itself " + told.server().orElse("nothing"));
      return;
    }
    // The plugin of DJL Serving has no server metadata, and answers health with a JSON text.
    Optional<WireAnswer> live = get("v2/health/live");
    if (live.filter(a -> a.isOk() && !looksLikeAPage(a)).isPresent()) {
      add(
          "kserve-v2",
          List.of(),
          Told.remark("the server tells no metadata of itself at v2"),
          Probe.said("v2/health/live", live.get()));
    }
  }

  private static Description server(Json metadata) {
    Set<String> extensions = new TreeSet<>(names(metadata.member("extensions")));
    String name = metadata.member("name").flatMap(Json::text).orElse("");
    String version = metadata.member("version").flatMap(Json::text).orElse("");
    return Told.server((name + " " + version).strip(), extensions);
  }

  /**
   * KServe lists names; Triton and MLServer have an index of their repository, asked by POST, which
   * MLServer does not count among its extensions (mlserver/settings.py: none by default). Models
   * that are not ready are named where no other is: one that failed to load is asked about, too.
   */
  private List<String> models() {
    List<String> listed = names(json("v2/models").flatMap(j -> j.member("models")));
    if (!listed.isEmpty()) {
      return listed;
    }
    List<String> ready = names(index("{\"ready\":true}"));
    return ready.isEmpty() ? names(index("{}")) : ready;
  }

  private Optional<Json> index(String body) {
    return ask.apply(WireRequest.json("v2/repository/index", body)).flatMap(Probe::json);
  }

  private void modelsOfVersionOne() {
    Optional<Json> list = json(MODELS);
    Optional<Json> data = list.flatMap(j -> j.member("data"));
    if (data.filter(d -> d instanceof Json.Items).isPresent()) {
      openAi(get(MODELS).orElseThrow());
      return;
    }
    Optional<Json> models = list.flatMap(j -> j.member("models"));
    if (models.filter(m -> m instanceof Json.Items).isPresent()) {
      List<String> names = names(models);
      add(
          "kserve-v1",
          names,
          Told.models(names),
          "GET v1/models: 200, and lists " + (names.isEmpty() ? "no model" : names));
      return;
    }
    get("info").flatMap(HubInfo::of).ifPresent(this::hub);
  }

  private void hub(HubInfo info) {
    String evidence =
        "GET info: 200, and names the model %s of %s"
            .formatted(info.model(), info.description().server().orElse(""));
    info.word().ifPresent(w -> add(w, List.of(info.model()), info.description(), evidence));
  }

  private void openAi(WireAnswer list) {
    Description told = OpenAiModels.read(list);
    String word =
        told.models().stream().anyMatch(Detection::embeds) ? "openai-embeddings" : "openai-chat";
    Optional<String> version =
        json("version").flatMap(j -> j.member("version")).flatMap(Json::text);
    Description server =
        version
            .map(v -> Told.server(told.server().orElse("version") + " " + v))
            .orElse(Description.EMPTY);
    add(
        word,
        told.models(),
        server
            .and(told)
            .and(
                Told.remark(
                    "the list does not say what a model is for:"
                        + " openai-chat, openai-completions and openai-embeddings look alike")),
        "GET v1/models: 200, and lists %s as OpenAI does".formatted(told.models()));
  }

  private static boolean embeds(String model) {
    return model.toLowerCase(Locale.ROOT).matches(".*(embed|bge-|e5-|gte-|minilm).*");
  }

  private void tensorFlow() {
    // OpenVINO Model Server lists models here and speaks the rest of this protocol.
    Optional<Json> config = json("v1/config");
    if (config.orElse(null) instanceof Json.Members members
        && members.members().values().stream()
            .anyMatch(m -> m.member("model_version_status").isPresent())) {
      List<String> names = List.copyOf(members.members().keySet());
      add("tf-serving", names, Told.models(names), "GET v1/config: 200, and states of " + names);
      return;
    }
    Optional<WireAnswer> here = get("");
    if (here.flatMap(TfStatus::of).isPresent()) {
      TfStatus status = here.flatMap(TfStatus::of).get();
      add(
          "tf-serving",
          List.of(),
          status.description(),
          "the address itself answers with model_version_status: it is that of a model");
      return;
    }
    Optional<WireAnswer> refused = get(MODELS).filter(a -> !a.isOk());
    Optional<String> error = refused.flatMap(ErrorText::of);
    if (error.filter(e -> e.startsWith("Malformed request")).isPresent()) {
      add(
          "tf-serving",
          List.of(),
          Told.remark("the server lists no models: their names must be known"),
          "%s: %s".formatted(Probe.said(MODELS, refused.get()), error.get()));
    }
  }

  private void ping() {
    Optional<WireAnswer> answer = get(PING);
    if (answer.isEmpty() || answer.get().status() == 404 || looksLikeAPage(answer.get())) {
      return;
    }
    String said = Probe.said(PING, answer.get());
    Optional<Json> body = Probe.parsed(answer.get());
    Optional<String> status = body.flatMap(j -> j.member("status")).flatMap(Json::text);
    Map<String, String> states = DjlServing.states(answer.get());
    if (status.isPresent()) {
      add("torchserve", List.of(), torchServe(), said + " with the status " + status.get());
    } else if (!states.isEmpty()
        || body.flatMap(j -> j.member("health")).flatMap(Json::text).isPresent()) {
      List<String> names = List.copyOf(states.keySet());
      add(
          "djl-serving",
          names,
          Told.models(names),
          said + " with " + (states.isEmpty() ? Quote.start(answer.get().text()) : states));
    } else if (answer.get().isOk() && answer.get().text().isBlank()) {
      blank(said);
    }
  }

  private Description torchServe() {
    Description lags =
        Told.remark("ping lags: a dead worker is forgiven for minutes; management tells more");
    Optional<Json> info = json("api-description").flatMap(j -> j.member("info"));
    Optional<String> title = info.flatMap(j -> j.member("title")).flatMap(Json::text);
    Optional<String> version = info.flatMap(j -> j.member("version")).flatMap(Json::text);
    return title.isPresent() && version.isPresent()
        ? Told.server("torchserve " + version.get()).and(lags)
        : lags;
  }

  private void blank(String said) {
    Optional<String> version = get("version").flatMap(Mlflow::version);
    if (version.isPresent()) {
      add(
          "mlflow",
          List.of(),
          Told.server("mlflow " + version.get())
              .and(Told.remark("ping proves only that a model object is there")),
          "GET version: 200 with " + version.get(),
          said + " with an empty body");
    } else if (found.isEmpty()) {
      add(
          "sagemaker",
          List.of(),
          Told.remark("ping says little: the contract asks for no more than a static 200"),
          said + " with an empty body, and nothing more telling");
    }
  }

  private void anything() {
    Optional<WireAnswer> answer = get("");
    if (found.isEmpty() && answer.isPresent()) {
      add(
          Protocols.ANY,
          List.of(),
          Told.remark("the server speaks HTTP and none of the other protocols"),
          "GET /: %d%s".formatted(answer.get().status(), page(answer.get())));
    }
  }

  private static String page(WireAnswer answer) {
    return looksLikeAPage(answer) ? " with a page: " + Quote.start(answer.text()) : "";
  }

  private static boolean looksLikeAPage(WireAnswer answer) {
    return answer.text().stripLeading().startsWith("<");
  }
}
