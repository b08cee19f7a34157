package dev.canary.grpc;

import inference.ModelMetadataResponse;
import inference.ModelStatistics;
import inference.RepositoryIndexResponse.ModelIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server told of one model that a replay may see change: asked before it and after it. What
 * it did not tell is empty.
 *
 * @param statistics of each version, by Triton's extension
 * @param index of the whole repository, likewise
 */
record Standing(
    ModelMetadataResponse metadata, List<ModelStatistics> statistics, List<ModelIndex> index) {
  /** The state of a version that is served. */
  static final String READY = "READY";

  /** Nothing was told. */
  static final Standing NOTHING =
      new Standing(ModelMetadataResponse.getDefaultInstance(), List.of(), List.of());

  Standing {
    statistics = List.copyOf(statistics);
    index = List.copyOf(index);
  }

  /** The versions of a model by the place that tells them, the same places as over HTTP. */
  Map<String, Set<String>> versions(String model) {
    Map<String, Set<String>> versions = new LinkedHashMap<>();
    metadata.getVersionsList().forEach(v -> add(versions, "metadata", v));
    statistics.forEach(of -> add(versions, "stats", of.getVersion()));
    of(model).stream()
        .filter(Standing::isLoaded)
        .forEach(entry -> add(versions, "repository", entry.getVersion()));
    return versions;
  }

  private static void add(Map<String, Set<String>> versions, String place, String version) {
    if (!version.isEmpty()) {
      versions.computeIfAbsent(place, p -> new TreeSet<>()).add(version);
    }
  }

  /** Triton goes on listing what it has unloaded. */
  private static boolean isLoaded(ModelIndex entry) {
    return entry.getState().isEmpty() || entry.getState().equals(READY);
  }

  private List<ModelIndex> of(String model) {
    return index.stream().filter(entry -> entry.getName().equals(model)).toList();
  }

  /** How many answers were taken from a cache since the server started, where it counts them. */
  OptionalLong cacheHits() {
    return statistics.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            statistics.stream()
                .mapToLong(of -> of.getInferenceStats().getCacheHit().getCount())
                .sum());
  }

  /** How many of these there were from here to there; empty if that cannot be told. */
  OptionalLong hitsUntil(Standing later) {
    if (cacheHits().isEmpty() || later.cacheHits().isEmpty()) {
      return OptionalLong.empty();
    }
    long hits = later.cacheHits().getAsLong() - cacheHits().getAsLong();
    // A server that was started again counts anew.
    return hits < 0 ? OptionalLong.empty() : OptionalLong.of(hits);
  }

  /** What a reader should know of a model's versions, in sentences. */
  List<String> remarks(String model) {
    List<String> remarks = new ArrayList<>();
    for (ModelIndex entry : of(model)) {
      if (!isLoaded(entry)) {
        remarks.add(
            "the repository says of version %s: %s"
                .formatted(
                    Failures.oneLine(entry.getVersion()), Failures.oneLine(entry.getState())));
      }
    }
    return remarks;
  }
}
