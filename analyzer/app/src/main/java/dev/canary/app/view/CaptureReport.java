package dev.canary.app.view;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.SuiteScores;
import dev.canary.quality.Advice;
import dev.canary.suite.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a capture learned, for whoever is about to approve it. */
public record CaptureReport(Suite suite, Baseline baseline, List<Advice> advice, Path folder) {

  /** The report in words, ending with the command that comes next. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s: %d cases, %d captures over %d loads"
            .formatted(
                suite.name(),
                baseline.version(),
                baseline.caseIds().size(),
                baseline.provenance().captures(),
                baseline.provenance().loads()));
    baseline.outputs().forEach((name, output) -> lines.add(line(name, output)));
    if (!suite.outputs().isEmpty()) {
      lines.add("  compared: " + String.join(", ", baseline.outputs().keySet()));
    }
    AdviceText.lines(advice).forEach(lines::add);
    lines.add("written to " + folder);
    lines.add("next: canary approve " + suite.name() + " --reason \"...\"");
    return lines;
  }

  private String line(String name, OutputReference output) {
    long answered = output.centre().stream().filter(c -> c.isPresent()).count();
    int stable = output.bitStable().cardinality();
    String form =
        output.centre().stream()
            .flatMap(c -> c.stream())
            .map(Object::toString)
            .distinct()
            .limit(3)
            .collect(Collectors.joining(", "));
    String noise =
        stable == output.centre().size()
            ? "every case bit-stable: the precision class decides"
            : String.format(
                Locale.ROOT,
                "%d of %d bit-stable; the noisiest case moves by %.3g; held-out captures score up to %.3g",
                stable,
                answered,
                output.scale().stream().mapToDouble(s -> s).max().orElse(0),
                baseline.heldOut().stream().mapToDouble(SuiteScores::max).max().orElse(0));
    return "  " + name + " " + form + ": " + noise;
  }
}
