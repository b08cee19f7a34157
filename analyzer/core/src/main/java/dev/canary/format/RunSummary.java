package dev.canary.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the stored summary of a run ({@link RunJson#run}) tells to those who show many runs. What a
 * summary of another version lacks is left out.
 *
 * @param causes of the verdict
 * @param evidence over runs, in deposits of one run
 * @param threshold from which evidence is an alert
 */
public record RunSummary(List<String> causes, OptionalDouble evidence, OptionalDouble threshold) {
  private static final String WHERE = "a stored run";

  public RunSummary {
    causes = List.copyOf(causes);
  }

  /** Reads a summary. */
  public static RunSummary read(String summary) {
    Reading reading = new Reading(Path.of(""));
    return JsonTree.read(reading, new Source(Path.of(""), WHERE, summary))
        .flatMap(node -> Section.top(reading, WHERE, node))
        .map(RunSummary::of)
        .orElse(new RunSummary(List.of(), OptionalDouble.empty(), OptionalDouble.empty()));
  }

  private static RunSummary of(Section run) {
    boolean counted = run.any("evidence").orElse(null) instanceof Node.Entries;
    Optional<Section> evidence = counted ? run.section("evidence") : Optional.empty();
    return new RunSummary(
        run.texts("causes"), number(evidence, "value"), number(evidence, "threshold"));
  }

  private static OptionalDouble number(Optional<Section> section, String key) {
    return section.flatMap(s -> s.any(key)).orElse(null) instanceof Node.Scalar scalar
        ? Numbers.read(scalar)
        : OptionalDouble.empty();
  }
}
