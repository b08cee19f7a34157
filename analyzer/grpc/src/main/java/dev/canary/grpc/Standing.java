package dev.canary.grpc;

import dev.canary.target.Counted;
import inference.InferStatistics;
import inference.ModelMetadataResponse;
import inference.ModelStatistics;
import inference.RepositoryIndexResponse.ModelIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

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

  /** What all versions together have counted. */
  static Counted counted(List<ModelStatistics> statistics) {
    List<InferStatistics> all =
        statistics.stream().map(ModelStatistics::getInferenceStats).toList();
    boolean keeps =
        all.stream().anyMatch(InferStatistics::hasSuccess)
            && all.stream().anyMatch(InferStatistics::hasComputeInfer);
    return new Counted(
        all.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(sum(all, of -> of.getCacheHit().getCount())),
        keeps ? Optional.of(inferences(all)) : Optional.empty());
  }

  private static Counted.Inferences inferences(List<InferStatistics> all) {
    return new Counted.Inferences(
        sum(all, of -> of.getSuccess().getCount()),
        sum(all, of -> of.getComputeInfer().getCount()),
        sum(all, of -> of.getComputeInput().getNs())
            + sum(all, of -> of.getComputeInfer().getNs())
            + sum(all, of -> of.getComputeOutput().getNs()),
        sum(all, of -> of.getQueue().getNs()));
  }

  private static long sum(List<InferStatistics> all, ToLongFunction<InferStatistics> part) {
    return all.stream().mapToLong(part).sum();
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
