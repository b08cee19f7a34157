package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.wire.WireAnswer;
import java.util.List;
import java.util.Optional;

/**
 * What servers of models from a hub tell at {@code info}: text-generation-inference ({@code
 * router}) and text-embeddings-inference ({@code model_type}), both in {@code Info} of
 * router/src/lib.rs. {@code model_sha} is the revision of the model's repository; local files have
 * none.
 *
 * @param word of the protocol that it speaks; empty for a model that takes pairs of texts, or tells
 *     classes, which is none of OpenAI's tasks
 * @param model its name
 */
record HubInfo(Optional<String> word, String model, Description description) {
  /** Where the revision stands. */
  static final String PLACE = "info.model_sha";

  /** As a server answers; empty if it is none of these. */
  static Optional<HubInfo> of(WireAnswer answer) {
    Optional<Json> json = Probe.json(answer);
    Optional<String> model = text(json, "model_id");
    Optional<Json> type = json.flatMap(j -> j.member("model_type"));
    Optional<String> router =
        text(json, "router")
            .or(() -> text(json, "model_pipeline_tag").map(tag -> "text-generation-router"));
    Optional<String> name = router.or(() -> type.map(t -> "text-embeddings-inference"));
    if (model.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    String version = text(json, "version").map(v -> " " + v).orElse("");
    Optional<String> embeds =
        type.flatMap(t -> t.member("embedding")).map(e -> OpenAiTask.EMBEDDINGS.word());
    return Optional.of(
        new HubInfo(
            router.map(r -> OpenAiTask.CHAT.word()).or(() -> embeds),
            model.get(),
            Told.server(name.get() + version)
                .and(Told.models(List.of(model.get())))
                .and(Told.version(PLACE, text(json, "model_sha")))));
  }

  private static Optional<String> text(Optional<Json> json, String key) {
    return json.flatMap(j -> V2Metadata.text(j, key));
  }
}
