package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.Counted.Inferences;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code GET v2/models/{model}/stats} of Triton (docs/protocol/extension_statistics.md):
 * {@code {"model_stats": [{"version", "inference_stats": {"success": {"count", "ns"}, ...}}]}}, in
 * which every duration is the sum over its requests. Versions of the model are added up.
 */
final class V2Statistics {
  private static final List<String> COMPUTE =
      List.of("compute_input", "compute_infer", "compute_output");

  private V2Statistics() {}

  /** Versions, cache hits and what was computed. */
  static Description read(WireAnswer answer) {
    List<Json> models =
        Probe.json(answer).map(json -> V2Metadata.list(json, "model_stats")).orElse(List.of());
    Set<String> versions = new TreeSet<>();
    models.forEach(model -> V2Metadata.text(model, "version").ifPresent(versions::add));
    List<Json> stats = models.stream().flatMap(m -> m.member("inference_stats").stream()).toList();
    return Told.versions("stats", versions)
        .and(Told.counted(sum(stats, "cache_hit", "count"), inferences(stats)));
  }

  private static Optional<Inferences> inferences(List<Json> stats) {
    OptionalLong answered = sum(stats, "success", "count");
    OptionalLong computed = sum(stats, "compute_infer", "count");
    if (answered.isEmpty() || computed.isEmpty()) {
      return Optional.empty();
    }
    long nanos = COMPUTE.stream().mapToLong(part -> sum(stats, part, "ns").orElse(0)).sum();
    long queued = sum(stats, "queue", "ns").orElse(0);
    return Optional.of(new Inferences(answered.getAsLong(), computed.getAsLong(), nanos, queued));
  }

  /** Empty where no version tells it. */
  private static OptionalLong sum(List<Json> stats, String part, String unit) {
    long[] found =
        stats.stream()
            .flatMap(s -> s.member(part).flatMap(p -> p.member(unit)).stream())
            .map(V2Metadata::whole)
            .flatMapToLong(OptionalLong::stream)
            .toArray();
    return found.length == 0 ? OptionalLong.empty() : OptionalLong.of(Arrays.stream(found).sum());
  }
}
