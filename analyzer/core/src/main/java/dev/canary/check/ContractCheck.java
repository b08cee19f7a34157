package dev.canary.check;

import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Rows;
import dev.canary.baseline.Ruler;
import dev.canary.suite.Case;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Range;
import dev.canary.target.Output;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Does every answer keep the contract: content, finite numbers, range, sum, labels and the case's
 * own expectation?
 *
 * <p>None of these is dropped from the data or left to statistics. A number that is not finite in
 * the baseline either is that case's expectation.
 */
public final class ContractCheck implements Check {
  static final String NAME = "contract";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Map<Cause, List<CaseDeviation>> violations = new EnumMap<>(Cause.class);
    List<Optional<Output>> answers = Comparison.answers(comparison.run());
    for (int i = 0; i < answers.size(); i++) {
      Optional<Output> output = answers.get(i);
      if (output.isPresent()) {
        collect(comparison, i, output.get(), violations);
      }
    }
    if (violations.isEmpty()) {
      return List.of(
          Finding.held(NAME, Decides.FACT, "every answer keeps the contract").measured(0, 0));
    }
    List<Finding> findings = new ArrayList<>();
    violations.forEach((cause, cases) -> findings.add(finding(comparison, cause, cases)));
    return findings;
  }

  private static Finding finding(Comparison comparison, Cause cause, List<CaseDeviation> cases) {
    int distinct = (int) cases.stream().map(CaseDeviation::id).distinct().count();
    String example = cases.get(0).note().isEmpty() ? "" : ": " + cases.get(0).note();
    String reason =
        "%d of %d cases violate the contract (%s), first %s%s"
            .formatted(
                distinct, comparison.suite().cases().size(), cause, cases.get(0).id(), example);
    return Finding.broken(NAME, cause, reason)
        .measured(distinct, 0)
        .about(cases.stream().limit(Worst.LIMIT).toList());
  }

  private static void collect(
      Comparison comparison,
      int position,
      Output output,
      Map<Cause, List<CaseDeviation>> violations) {
    Case golden = comparison.suite().cases().get(position);
    output
        .tensors()
        .forEach(
            (name, tensor) -> {
              Optional<OutputSpec> spec = comparison.suite().specOf(name);
              if (spec.isPresent()) {
                Subject subject =
                    subject(comparison, position, golden, name, spec.get(), output, tensor);
                for (Violation violation : subject.violations()) {
                  String note = comparison.suite().secret() ? "" : name + " " + violation.what();
                  violations
                      .computeIfAbsent(violation.cause(), c -> new ArrayList<>())
                      .add(new CaseDeviation(golden.id(), Double.NaN, note));
                }
              }
            });
  }

  private static Subject subject(
      Comparison comparison,
      int position,
      Case golden,
      String name,
      OutputSpec spec,
      Output output,
      Tensor tensor) {
    Optional<OutputReference> reference = comparison.baseline().map(b -> b.outputs().get(name));
    Optional<Tensor> centre = reference.flatMap((OutputReference r) -> r.centre().get(position));
    // What a protocol does not carry, the baseline knows.
    List<String> known = reference.map(OutputReference::classes).orElse(List.of());
    List<String> classes = Rows.classes(spec, output.classes().getOrDefault(name, known));
    return new Subject(golden, spec, classes, tensor, centre);
  }

  private record Violation(Cause cause, String what) {}

  /** One output of one case, and everything it must satisfy. */
  private record Subject(
      Case golden, OutputSpec spec, List<String> classes, Tensor tensor, Optional<Tensor> centre) {

    List<Violation> violations() {
      List<Violation> found = new ArrayList<>();
      empty(found);
      if (holdsNumbers()) {
        numbers(found, tensor.toDoubles());
      }
      if (demandsLabels()) {
        labels(found);
      }
      return found;
    }

    /** Floats, and the whole numbers of an output that holds values. */
    private boolean holdsNumbers() {
      boolean whole = tensor.dtype() != DType.STRING && tensor.dtype() != DType.BOOL;
      return tensor.dtype().isFloat() || (whole && spec.kind() == OutputKind.VALUES);
    }

    private void empty(List<Violation> found) {
      boolean wasEmpty = centre.isPresent() && centre.get().size() == 0;
      boolean blank =
          tensor.dtype() == DType.STRING
              && spec.kind() == OutputKind.TEXT
              && tensor.texts().stream().anyMatch(String::isBlank)
              && centre.stream().flatMap(t -> t.texts().stream()).noneMatch(String::isBlank);
      if (spec.contract().nonEmpty() && ((tensor.size() == 0 && !wasEmpty) || blank)) {
        found.add(new Violation(Cause.EMPTY, "is empty"));
      }
    }

    /** The first violation is enough. */
    private void numbers(List<Violation> found, double[] values) {
      List<Range> ranges = ranges();
      int width = Rows.width(tensor);
      Optional<Violation> violation = Optional.empty();
      for (int start = 0; violation.isEmpty() && start < values.length; start += width) {
        violation = row(values, start, width, ranges);
      }
      violation.ifPresent(found::add);
    }

    private Optional<Violation> row(double[] values, int start, int width, List<Range> ranges) {
      boolean finite = true;
      double sum = 0;
      for (int i = start; i < start + width; i++) {
        sum += values[i];
        if (!Double.isFinite(values[i])) {
          finite = false;
          if (!isExpected(i)) {
            // As some servers write NaN and both infinities.
            String found = Nulls.isAt(tensor, i) ? "null" : String.valueOf(values[i]);
            return Optional.of(new Violation(Cause.NON_FINITE, "is " + found + " at element " + i));
          }
        }
        Optional<Range> crossed = crossed(ranges, values[i]);
        if (crossed.isPresent()) {
          String what = "is " + values[i] + ", outside " + text(crossed.get());
          return Optional.of(new Violation(Cause.CONTRACT, what));
        }
      }
      OptionalDouble wanted = spec.contract().sumsTo();
      return finite && wanted.isPresent() && sumIsOff(sum)
          ? Optional.of(
              new Violation(Cause.CONTRACT, "sums to " + sum + ", not " + wanted.getAsDouble()))
          : Optional.empty();
    }

    /** A number that is not finite in the baseline either is the case's expectation. */
    private boolean isExpected(int element) {
      return centre.isPresent()
          && (centre.get().size() != tensor.size()
              || !Double.isFinite(centre.get().doubleAt(element)));
    }

    /** Every number of the row must lie in all of these. */
    private List<Range> ranges() {
      return Stream.of(spec.contract().range(), golden.expect().range())
          .flatMap(Optional::stream)
          .toList();
    }

    /** The range that a finite number leaves. */
    private Optional<Range> crossed(List<Range> ranges, double value) {
      for (Range range : ranges) {
        if (Double.isFinite(value) && isBeyond(range, value)) {
          return Optional.of(range);
        }
      }
      return Optional.empty();
    }

    /** Rounding alone may carry a number over a bound, by no more than its class allows. */
    private boolean isBeyond(Range range, double value) {
      if (range.contains(value)) {
        return false;
      }
      double bound = value > range.high() ? range.high() : range.low();
      double unit = spec.kind() == OutputKind.PROBABILITIES ? 1 : Math.abs(bound);
      return Math.abs(value - bound) > Ruler.of(spec, golden, 1).tolerance() * unit;
    }

    private static String text(Range range) {
      return "[" + range.low() + ", " + range.high() + "]";
    }

    private boolean sumIsOff(double sum) {
      double within = spec.contract().within().orElse(Math.max(1e-6, spec.precision().tolerance()));
      return Math.abs(sum - spec.contract().sumsTo().getAsDouble()) > within;
    }

    private boolean demandsLabels() {
      return golden.expect().label().isPresent()
          || !spec.contract().labels().isEmpty()
          || !spec.contract().forbid().isEmpty();
    }

    private void labels(List<Violation> found) {
      for (String label : Rows.labels(spec, classes, tensor)) {
        if (spec.contract().forbid().contains(label)) {
          found.add(new Violation(Cause.CONTRACT, "answers the forbidden label " + label));
        } else if (isUnknown(label)) {
          found.add(new Violation(Cause.CONTRACT, "answers the unknown label " + label));
        }
        Optional<String> wanted = golden.expect().label();
        if (wanted.isPresent() && !wanted.get().equals(label) && speaksOf(wanted.get())) {
          found.add(
              new Violation(Cause.CONTRACT, "answers " + label + ", expected " + wanted.get()));
        }
      }
    }

    private boolean isUnknown(String label) {
      return !spec.contract().labels().isEmpty()
          && !spec.contract().labels().contains(label)
          && !isPosition();
    }

    /** A position cannot be held against a name: another output of the model has the name. */
    private boolean speaksOf(String wanted) {
      return !isPosition() || wanted.chars().allMatch(Character::isDigit);
    }

    /** The class is only told by its position: a score without names, or a number beside scores. */
    private boolean isPosition() {
      return tensor.dtype().isFloat()
          ? classes.isEmpty() && spec.kind() != OutputKind.LABELS
          : spec.kind().ranksClasses() && tensor.dtype() != DType.STRING;
    }
  }
}
