package dev.canary.baseline;

import dev.canary.stats.Median;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Learns what the baseline holds of one output from the answers of all captures. */
record ReferenceMaker(
    Suite suite, String name, OutputSpec spec, List<List<Output>> answers, List<Capture> captures) {

  OutputReference make(List<Integer> first) {
    List<Optional<Tensor>> centre = new ArrayList<>();
    for (int i = 0; i < suite.cases().size(); i++) {
      int position = i;
      centre.add(
          answer(0, i)
              .map(any -> first.stream().map(c -> answer(c, position).orElseThrow()).toList())
              .map(answers -> Centre.of(spec, answers)));
    }
    double unit = unit(centre);
    return new OutputReference(
        centre,
        classes(),
        scales(centre, unit, first),
        unit,
        bitStable(),
        seen(centre, moved(centre), Map.of()).others());
  }

  OutputReference extend(OutputReference old) {
    BitSet stable = (BitSet) old.bitStable().clone();
    for (int i = 0; i < old.centre().size(); i++) {
      if (!allEqual(i, old.centre().get(i))) {
        stable.clear(i);
      }
    }
    return new OutputReference(
        old.centre(),
        old.classes(),
        old.scale(),
        old.unit(),
        stable,
        seen(old.centre(), moved(old.centre()), old.otherLabels()).others());
  }

  private Optional<Tensor> answer(int capture, int position) {
    return Optional.ofNullable(answers.get(capture).get(position).tensors().get(name));
  }

  private List<String> classes() {
    return answers.get(0).stream()
        .map(output -> output.classes().getOrDefault(name, List.of()))
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The median over cases of the largest finite magnitude; 0 where nothing is numeric. */
  private double unit(List<Optional<Tensor>> centre) {
    double[] largest =
        centre.stream()
            .flatMap(Optional::stream)
            .filter(trusted -> Rows.isNumeric(spec, trusted))
            .mapToDouble(ReferenceMaker::largestMagnitude)
            .toArray();
    return largest.length == 0 ? 0 : Median.of(largest);
  }

  private static double largestMagnitude(Tensor tensor) {
    double largest = 0;
    for (double value : tensor.toDoubles()) {
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  private List<Double> scales(List<Optional<Tensor>> centre, double unit, List<Integer> first) {
    List<Double> scales = new ArrayList<>(centre.size());
    for (int i = 0; i < centre.size(); i++) {
      Optional<Tensor> trusted = centre.get(i);
      boolean moves =
          trusted.isPresent() && Rows.isNumeric(spec, trusted.get()) && !allEqual(i, trusted);
      scales.add(moves ? scale(i, trusted.orElseThrow(), unit, first) : 0);
    }
    return scales;
  }

  private double scale(int position, Tensor trusted, double unit, List<Integer> first) {
    Ruler ruler = Ruler.of(spec, suite.cases().get(position), unit);
    double[] values = trusted.toDoubles();
    int width = Rows.width(trusted);
    return Median.of(
        first.stream()
            .map(capture -> answer(capture, position).orElseThrow().toDoubles())
            .mapToDouble(now -> ruler.measure(values, now, width, 0).score())
            .toArray());
  }

  private BitSet bitStable() {
    long loads = captures.stream().mapToInt(Capture::load).distinct().count();
    boolean enough = spec.deterministic() || (captures.size() >= Captures.BIT_STABLE && loads >= 2);
    BitSet stable = new BitSet();
    for (int i = 0; i < suite.cases().size(); i++) {
      stable.set(i, enough && allEqual(i, answer(0, i)));
    }
    return stable;
  }

  private boolean allEqual(int position, Optional<Tensor> expected) {
    for (int c = 0; c < answers.size(); c++) {
      if (!expected.equals(answer(c, position))) {
        return false;
      }
    }
    return true;
  }

  /** The reference as if this capture had not been seen; {@code before} is what it was added to. */
  OutputReference without(
      int capture, OutputReference reference, Optional<OutputReference> before) {
    Map<Integer, Set<String>> known = before.map(OutputReference::otherLabels).orElse(Map.of());
    List<Integer> wobbly = List.copyOf(reference.otherLabels().keySet());
    return reference.seen(seen(reference.centre(), wobbly, known).without(capture));
  }

  /** The cases whose captures are not all the centre. */
  private List<Integer> moved(List<Optional<Tensor>> centre) {
    return IntStream.range(0, centre.size())
        .filter(i -> centre.get(i).isPresent() && !allEqual(i, centre.get(i)))
        .boxed()
        .toList();
  }

  private SeenLabels seen(
      List<Optional<Tensor>> centre, List<Integer> positions, Map<Integer, Set<String>> known) {
    Map<Integer, String> trusted = new HashMap<>();
    Map<Integer, List<String>> texts = new HashMap<>();
    for (int position : positions) {
      trusted.put(position, labelText(centre.get(position).orElseThrow()));
      texts.put(
          position,
          IntStream.range(0, answers.size())
              .mapToObj(capture -> labelText(answer(capture, position).orElseThrow()))
              .toList());
    }
    return new SeenLabels(trusted, texts, known);
  }

  private String labelText(Tensor tensor) {
    return Pair.text(Rows.labels(spec, Rows.classes(spec, classes()), tensor));
  }
}
