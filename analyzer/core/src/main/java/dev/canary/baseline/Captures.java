package dev.canary.baseline;

import dev.canary.replay.Order;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a baseline of captures.
 *
 * <p>Of all captures, max(5, n/4), drawn by seed over the loads, give centre and scale; the rest
 * are held out and give the suite scores that later runs are ranked among. Splitting keeps the two
 * independent (split conformal), so a small first group costs power and never validity. Source: the
 * product's statistics, section 1, level 1.
 */
public final class Captures {
  /** The fewest captures that give centre and scale. */
  static final int FIRST_GROUP = 5;

  /** The fewest bit-identical captures, over two loads, that make a case bit-stable. */
  static final int BIT_STABLE = 5;

  private final Suite suite;
  private final List<Capture> all;
  private final List<List<Output>> answers;

  private Captures(Suite suite, List<Capture> all, Map<String, OutputReference> before)
      throws CaptureException {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a baseline needs at least 1 capture, found 0");
    }
    this.suite = suite;
    this.all = all;
    CaptureFailures.check(suite, all);
    List<Output> first = all.get(0).outputs();
    this.answers = all.stream().map(c -> aligned(c.outputs(), first, before)).toList();
    CaptureShape.check(suite, answers);
  }

  /** The best few of many in one order: that of the baseline, if there is one. */
  private static List<Output> aligned(
      List<Output> outputs, List<Output> first, Map<String, OutputReference> before) {
    return IntStream.range(0, outputs.size())
        .mapToObj(
            i ->
                Best.aligned(
                    outputs.get(i),
                    () -> before.isEmpty() ? first.get(i).tensors() : Pairing.at(before, i)))
        .toList();
  }

  /**
   * A baseline of these captures, with status {@link Status#CAPTURED}.
   *
   * @throws CaptureException if a case failed, or answered in different shapes
   * @throws IllegalArgumentException if there is no capture
   */
  public static Baseline toBaseline(Suite suite, List<Capture> captures, Provenance provenance)
      throws CaptureException {
    Captures all = new Captures(suite, captures, Map.of());
    List<Integer> first = firstGroup(captures, provenance.seed());
    Map<String, OutputReference> outputs = all.references(first);
    List<Integer> rest =
        IntStream.range(0, captures.size()).filter(i -> !first.contains(i)).boxed().toList();
    return new Baseline(
        suite.name(),
        suite.digest(),
        captures.get(0).run().model(),
        Status.CAPTURED,
        Optional.empty(),
        provenance,
        suite.cases().stream().map(golden -> golden.id()).toList(),
        outputs,
        rest.stream().map(i -> all.scores(outputs, Map.of(), i)).toList(),
        rest.stream().map(i -> captures.get(i).run().startedAt()).toList(),
        captures.stream().map(Captures::latencies).toList(),
        ServerTimes.of(captures),
        "");
  }

  /**
   * A baseline with more held-out captures: centre and scale stay as they were, so that the scores
   * of the old captures stay comparable.
   *
   * @throws CaptureException if a case failed, or answered in another shape than before
   */
  public static Baseline append(
      Baseline baseline, Suite suite, List<Capture> more, Provenance provenance)
      throws CaptureException {
    Captures added = new Captures(suite, more, baseline.outputs());
    CaptureShape.check(suite, added.answers, baseline);
    Map<String, OutputReference> outputs = new LinkedHashMap<>();
    baseline
        .outputs()
        .forEach((name, old) -> outputs.put(name, added.maker(name).orElseThrow().extend(old)));
    List<SuiteScores> heldOut = new ArrayList<>(baseline.heldOut());
    for (int i = 0; i < more.size(); i++) {
      heldOut.add(added.scores(outputs, baseline.outputs(), i));
    }
    return new Baseline(
        baseline.suite(),
        baseline.suiteDigest(),
        baseline.model(),
        baseline.status(),
        baseline.approval(),
        provenance,
        baseline.caseIds(),
        outputs,
        heldOut,
        instants(baseline, more),
        Stream.concat(baseline.latencies().stream(), more.stream().map(Captures::latencies))
            .toList(),
        ServerTimes.and(baseline.computed(), ServerTimes.of(more)),
        "");
  }

  /** When all were taken; none where the older ones do not say. */
  private static List<Instant> instants(Baseline before, List<Capture> more) {
    boolean known = before.heldOut().size() == before.heldOutAt().size();
    Stream<Instant> added = more.stream().map(capture -> capture.run().startedAt());
    return known ? Stream.concat(before.heldOutAt().stream(), added).toList() : List.of();
  }

  /** How many of so many captures give centre and scale; the others are held out. */
  public static int firstGroupOf(int captures) {
    return Math.min(captures, Math.max(FIRST_GROUP, captures / 4));
  }

  /** The captures that give centre and scale: drawn by seed, taking the loads in turn. */
  static List<Integer> firstGroup(List<Capture> captures, long seed) {
    int size = firstGroupOf(captures.size());
    Map<Integer, Integer> taken = new LinkedHashMap<>();
    record Turn(int capture, int turn, int load) {}
    return Order.shuffled(captures.size(), seed).positions().stream()
        .map(
            i -> {
              int load = captures.get(i).load();
              return new Turn(i, taken.merge(load, 1, Integer::sum), load);
            })
        .toList()
        .stream()
        .sorted(Comparator.comparingInt(Turn::turn).thenComparingInt(Turn::load))
        .limit(size)
        .map(Turn::capture)
        .toList();
  }

  private Map<String, OutputReference> references(List<Integer> first) {
    Map<String, OutputReference> references = new LinkedHashMap<>();
    for (String name : outputNames()) {
      maker(name).ifPresent(maker -> references.put(name, maker.make(first)));
    }
    return references;
  }

  /** Every output that some case gives: a data-dependent result has more outputs for some cases. */
  private Set<String> outputNames() {
    Set<String> names = new LinkedHashSet<>();
    answers.get(0).forEach(output -> names.addAll(output.tensors().keySet()));
    return names;
  }

  private Optional<ReferenceMaker> maker(String name) {
    return suite.specOf(name).map(spec -> new ReferenceMaker(suite, name, spec, answers, all));
  }

  /** How one capture scores as a run would: against the labels that the others gave. */
  private SuiteScores scores(
      Map<String, OutputReference> outputs, Map<String, OutputReference> before, int capture) {
    Map<String, OutputReference> others = new LinkedHashMap<>();
    outputs.forEach(
        (name, reference) ->
            others.put(
                name,
                maker(name)
                    .orElseThrow()
                    .without(capture, reference, Optional.ofNullable(before.get(name)))));
    List<Optional<Output>> given = answers.get(capture).stream().map(Optional::of).toList();
    return Pairing.of(suite, others, Pairing.aligned(others, given)).scores();
  }

  private static long[] latencies(Capture capture) {
    return capture.run().observations().stream().mapToLong(o -> o.latencyNanos()).toArray();
  }
}
