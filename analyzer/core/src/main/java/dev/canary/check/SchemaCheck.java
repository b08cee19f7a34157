package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pairing;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Do the answers have the names, types and shapes that the baseline's had?
 *
 * <p>A data-dependent element count is legal: each case is held to its own. Most protocols do not
 * carry the names of classes, which a model in this process tells: they are compared where both
 * sides name them. Another version may have another form: then the difference describes and judges
 * nothing.
 */
public final class SchemaCheck implements Check {
  static final String NAME = "schema";

  /** As a server is said to answer that sends nothing: another fault than another form. */
  private static final String NOTHING = "the answer holds no output";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    return comparison
        .baseline()
        .map(baseline -> evaluate(comparison, baseline))
        .orElse(List.of())
        .stream()
        .map(finding -> comparison.judges() ? finding : finding.describing())
        .toList();
  }

  private static List<Finding> evaluate(Comparison comparison, Baseline baseline) {
    Map<Cause, List<CaseDeviation>> violations = new EnumMap<>(Cause.class);
    List<Optional<Output>> answers = Comparison.answers(comparison.run());
    for (int i = 0; i < answers.size(); i++) {
      String id = Worst.id(comparison.suite(), i);
      int position = i;
      answers
          .get(i)
          .flatMap(output -> violation(comparison, baseline, position, output))
          .ifPresent(
              what ->
                  violations
                      .computeIfAbsent(
                          what.equals(NOTHING) ? Cause.EMPTY : Cause.SCHEMA,
                          cause -> new ArrayList<>())
                      .add(new CaseDeviation(id, Double.NaN, what)));
    }
    if (violations.isEmpty()) {
      return List.of(
          Finding.held(NAME, Decides.FACT, "names, types and shapes are the baseline's")
              .measured(0, 0));
    }
    List<Finding> findings = new ArrayList<>();
    violations.forEach((cause, cases) -> findings.add(finding(cause, cases)));
    return findings;
  }

  private static Finding finding(Cause cause, List<CaseDeviation> cases) {
    String reason =
        "%d %s in another form; %s: %s"
            .formatted(
                cases.size(),
                cases.size() == 1 ? "case answers" : "cases answer",
                cases.get(0).id(),
                cases.get(0).note());
    return Finding.broken(NAME, cause, reason)
        .measured(cases.size(), 0)
        .about(cases.stream().limit(Worst.LIMIT).toList());
  }

  /** An answer without content is the contract's to judge: it is another fault, and may pass. */
  private static boolean isEmptied(
      Comparison comparison, String output, Tensor expected, Tensor found) {
    boolean judged =
        comparison.suite().specOf(output).filter(s -> s.contract().nonEmpty()).isPresent();
    // Of what type no element is, an untyped protocol does not tell.
    return judged && found.size() == 0 && expected.size() > 0;
  }

  private static Optional<String> violation(
      Comparison comparison, Baseline baseline, int position, Output output) {
    Map<String, Tensor> expected = new LinkedHashMap<>();
    for (Map.Entry<String, OutputReference> entry : baseline.outputs().entrySet()) {
      if (comparison.suite().specOf(entry.getKey()).isPresent()) {
        entry.getValue().centre().get(position).ifPresent(t -> expected.put(entry.getKey(), t));
      }
    }
    boolean holdsNothing =
        output.tensors().entrySet().stream()
            .allMatch(
                given -> given.getValue().size() == 0 && !expected.containsKey(given.getKey()));
    if (holdsNothing && expected.values().stream().anyMatch(tensor -> tensor.size() > 0)) {
      return Optional.of(NOTHING);
    }
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      Tensor found = output.tensors().get(entry.getKey());
      if (found == null) {
        return Optional.of("no output \"" + entry.getKey() + "\"");
      }
      if (!Pairing.fits(entry.getValue(), found)
          && !isEmptied(comparison, entry.getKey(), entry.getValue(), found)) {
        return Optional.of(
            "%s is %s, the baseline has %s".formatted(entry.getKey(), found, entry.getValue()));
      }
      List<String> classes = output.classes().getOrDefault(entry.getKey(), List.of());
      List<String> before = baseline.output(entry.getKey()).classes();
      boolean bothName = !classes.isEmpty() && !before.isEmpty();
      if (found.size() > 0 && bothName && !classes.equals(before)) {
        return Optional.of("%s names other classes than the baseline".formatted(entry.getKey()));
      }
    }
    return output.tensors().keySet().stream()
        .filter(name -> !expected.containsKey(name))
        .filter(name -> comparison.suite().specOf(name).isPresent())
        .findFirst()
        .map(name -> "output \"" + name + "\" is new");
  }
}
