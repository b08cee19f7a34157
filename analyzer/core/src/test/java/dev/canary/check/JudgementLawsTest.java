package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every model, baseline and run. */
class JudgementLawsTest {

  /**
   * A model of some kind: its answers follow from a seed, with noise from capture to capture.
   *
   * @param fault what is added to every number of a run
   */
  private record World(
      OutputKind kind, int cases, int width, int captures, double noise, double fault, long seed) {

    Suite suite() {
      return Given.suite(Given.spec(kind, Precision.FP32), Given.cases(cases));
    }

    Baseline baseline(Suite suite) {
      return Given.baseline(suite, Given.model(), captures, (c, i) -> answer(suite, c, i, 0));
    }

    /** Replay 0 on: the captures; -1: the run. What a case is answered depends on its id alone. */
    Output answer(Suite suite, int replay, int position, double moved) {
      long id = Long.parseLong(suite.cases().get(position).id().substring(1));
      Random trusted = new Random(seed + 31 * id);
      Random noisy = new Random(seed + 31 * id + 1_000_003L * (replay + 2));
      double[] row = new double[width];
      for (int c = 0; c < width; c++) {
        double value = trusted.nextDouble() + moved;
        row[c] = noise == 0 ? value : value + noise * noisy.nextGaussian();
      }
      return kind == OutputKind.LABELS
          ? Output.of(Given.OUT, Tensor.ofLongs(new int[] {1}, Math.round(row[0] * 3)))
          : Given.row(row);
    }

    Run run(Suite suite) {
      return Given.run(suite, Given.model(), i -> answer(suite, -1, i, fault));
    }
  }

  @Provide
  Arbitrary<World> worlds() {
    return Combinators.combine(
            Arbitraries.of(
                OutputKind.PROBABILITIES, OutputKind.LOGITS, OutputKind.VALUES, OutputKind.LABELS),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(1, 4, 5, 9, 10, 26),
            Arbitraries.of(0., 1e-9, 1e-3),
            Arbitraries.of(0., 1e-7, 1e-2, 1., Double.NaN),
            Arbitraries.longs())
        .as(World::new);
  }

  @Property(tries = 300)
  void identicalAnswersAreAlwaysHealthy(@ForAll("worlds") World world) {
    Suite suite = world.suite();
    Baseline baseline = world.baseline(suite);
    Run run =
        Given.run(
            suite,
            Given.model(),
            i -> Output.of(Given.OUT, baseline.output(Given.OUT).centre().get(i).orElseThrow()));
    Judged judged = Judged.of(suite, baseline, run);

    assertThat(judged.verdict()).isEqualTo(new Verdict(Level.HEALTHY, List.of()));
    assertThat(judged.findings()).allMatch(f -> f.outcome() == Outcome.HELD && f.cause().isEmpty());
    assertThat(judged.finding(DeviationCheck.MAX).pValue()).hasValue(1);
    assertThat(judged.finding(DeviationCheck.MAX).statistic()).hasValue(0);
  }

  @Property(tries = 300)
  void evaluatingTwiceGivesEqualFindings(@ForAll("worlds") World world) {
    Suite suite = world.suite();
    Reference reference = new Reference.Approved(world.baseline(suite));

    assertThat(Checks.standard().evaluate(suite, reference, world.run(suite)))
        .isEqualTo(Checks.standard().evaluate(suite, reference, world.run(suite)));
  }

  @Property(tries = 300)
  void everyFindingCarriesNumbersThatMakeSense(@ForAll("worlds") World world) {
    Suite suite = world.suite();
    for (Finding finding : Judged.of(suite, world.baseline(suite), world.run(suite)).findings()) {
      assertThat(finding.pValue().orElse(1)).isGreaterThan(0).isLessThanOrEqualTo(1);
      assertThat(finding.statistic().orElse(0)).isNotNaN().isNotNegative();
      assertThat(finding.outcome() == Outcome.HELD || finding.severity() != Severity.INFO).isTrue();
      assertThat(finding.outcome() == Outcome.DEVIATED && finding.cause().isEmpty()).isFalse();
    }
  }

  @Property(tries = 200)
  void findingsDoNotDependOnTheOrderOfTheReplay(
      @ForAll("worlds") World world, @ForAll long shuffle) {
    Suite suite = world.suite();
    Baseline baseline = world.baseline(suite);
    Run written = replay(world, suite, Order.asWritten(world.cases()));
    Run shuffled = replay(world, suite, Order.shuffled(world.cases(), shuffle));

    assertThat(Judged.of(suite, baseline, shuffled)).isEqualTo(Judged.of(suite, baseline, written));
  }

  private static Run replay(World world, Suite suite, Order order) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new Replay(clock, () -> 0, Duration.ofSeconds(1), done -> {})
        .run(suite, new Answering(world, suite), order);
  }

  /** Answers from the world, whatever the order. */
  private record Answering(World world, Suite suite) implements Target {
    @Override
    public ModelIdentity identity() {
      return Given.model();
    }

    @Override
    public Output predict(Case golden) {
      return world.answer(suite, -1, suite.cases().indexOf(golden), world.fault());
    }

    @Override
    public void close() {}
  }

  @Property(tries = 200)
  void casesInAnotherOrderChangeNothingButTheirPlaces(
      @ForAll("worlds") World world, @ForAll long shuffle) {
    Suite suite = world.suite();
    List<Integer> order = Order.shuffled(world.cases(), shuffle).positions();
    Suite permuted =
        Given.suite(suite.anyOutput(), order.stream().map(i -> suite.cases().get(i)).toList());
    Judged before = Judged.of(suite, world.baseline(suite), world.run(suite));
    Judged after = Judged.of(permuted, world.baseline(permuted), world.run(permuted));

    assertThat(after.verdict()).isEqualTo(before.verdict());
    assertThat(after.findings()).hasSameSizeAs(before.findings());
    for (int i = 0; i < before.findings().size(); i++) {
      assertSame(after.findings().get(i), before.findings().get(i));
    }
  }

  /** Sums in another order may differ in their last bits. */
  private static void assertSame(Finding after, Finding before) {
    assertThat(after.check()).isEqualTo(before.check());
    assertThat(after.outcome()).isEqualTo(before.outcome());
    assertThat(after.cause()).isEqualTo(before.cause());
    assertThat(after.pValue()).isEqualTo(before.pValue());
    assertClose(after.statistic(), before.statistic());
    assertClose(after.threshold(), before.threshold());
    assertClose(after.effect(), before.effect());
    assertThat(deviations(after)).isEqualTo(deviations(before));
  }

  private static void assertClose(OptionalDouble after, OptionalDouble before) {
    assertThat(after.isPresent()).isEqualTo(before.isPresent());
    double a = after.orElse(0);
    double b = before.orElse(0);
    assertThat(a == b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))).isTrue();
  }

  private static Map<String, Double> deviations(Finding finding) {
    return finding.cases().stream()
        .collect(
            Collectors.toMap(CaseDeviation::id, CaseDeviation::deviation, Math::max, TreeMap::new));
  }

  @Property(tries = 100)
  void aLargerFaultIsNeverLessSuspicious(@ForAll("worlds") World world) {
    Suite suite = world.suite();
    Baseline baseline = world.baseline(suite);
    List<Double> scores =
        IntStream.range(0, 8)
            .mapToObj(
                step ->
                    Given.run(
                        suite,
                        Given.model(),
                        i -> grown(baseline.output(Given.OUT).centre().get(i), step)))
            .map(run -> Judged.of(suite, baseline, run).findings())
            .map(JudgementLawsTest::score)
            .toList();

    assertThat(scores).isSorted();
  }

  private static Output grown(Optional<Tensor> centre, int step) {
    Tensor trusted = centre.orElseThrow();
    if (!trusted.dtype().isFloat()) {
      return Output.of(Given.OUT, trusted);
    }
    double[] values = trusted.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] += step == 0 ? 0 : 1e-8 * Math.pow(10, step);
    }
    return Output.of(Given.OUT, trusted.withValues(values));
  }

  private static double score(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.check().equals(DeviationCheck.MAX))
        .findFirst()
        .flatMap(
            f ->
                f.statistic().isPresent()
                    ? Optional.of(f.statistic().getAsDouble())
                    : Optional.empty())
        .orElse(0.);
  }
}
