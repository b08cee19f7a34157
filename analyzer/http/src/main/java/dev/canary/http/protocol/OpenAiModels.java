package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.wire.WireAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The list of models: {@code {"object": "list", "data": [{"id", "owned_by", "root"}]}}. */
final class OpenAiModels {
  private static final List<String> SERVERS = List.of("vllm", "sglang", "tgi", "llamacpp");

  private OpenAiModels() {}

  /** Names, the server where it calls itself the owner, and where vLLM took a model from. */
  static Description read(WireAnswer answer) {
    List<String> names = new ArrayList<>();
    Set<String> roots = new TreeSet<>();
    Optional<String> server = Optional.empty();
    for (Json model :
        Probe.json(answer).flatMap(j -> j.member("data")).stream()
            .flatMap(list -> list.elements().stream())
            .toList()) {
      model.member("id").flatMap(Json::text).ifPresent(names::add);
      model.member("root").flatMap(Json::text).ifPresent(roots::add);
      server =
          server.or(() -> model.member("owned_by").flatMap(Json::text).filter(SERVERS::contains));
    }
    Description told = Told.models(names).and(Told.versions("models.root", roots));
    return server.map(name -> told.and(Told.server(name))).orElse(told);
  }
}
