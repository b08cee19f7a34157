package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import java.util.List;
import java.util.Optional;

/** The list of models: {@code {"object": "list", "data": [{"id", "owned_by", "root"}]}}. */
final class OpenAiModels {
  private static final List<String> SERVERS = List.of("vllm", "sglang", "tgi", "llamacpp");

  private OpenAiModels() {}

  /** Names, and the server where it calls itself the owner. */
  static Description read(WireAnswer answer) {
    List<Json> models = models(answer);
    Description told = Told.models(models.stream().flatMap(m -> text(m, "id").stream()).toList());
    return models.stream()
        .flatMap(model -> text(model, "owned_by").stream())
        .filter(SERVERS::contains)
        .findFirst()
        .map(server -> told.and(Told.server(server)))
        .orElse(told);
  }

  /**
   * The same, and what version of one model is served: where vLLM took it from ({@code root}), or,
   * where it is not listed and one other is, that other one.
   */
  static Description read(WireAnswer answer, String name) {
    Description told = read(answer);
    List<String> names = told.models();
    if (names.contains(name)) {
      Optional<Json> own =
          models(answer).stream().filter(m -> text(m, "id").equals(Optional.of(name))).findFirst();
      return told.and(Told.version("models.root", own.flatMap(model -> text(model, "root"))));
    }
    Optional<String> only = names.stream().filter(other -> names.size() == 1).findFirst();
    String listed = Quote.start(String.join(", ", names));
    return names.isEmpty()
        ? told
        : told.and(Told.version("models", only))
            .and(Told.remark("the server lists no model \"%s\", but %s".formatted(name, listed)));
  }

  private static List<Json> models(WireAnswer answer) {
    return Probe.json(answer)
        .flatMap(json -> json.member("data"))
        .map(Json::elements)
        .orElse(List.of());
  }

  private static Optional<String> text(Json json, String key) {
    return json.member(key).flatMap(Json::text);
  }
}
