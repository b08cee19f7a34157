package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.Captures;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.given.Served;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.Suite.LatencyBudget.Summary;
import dev.canary.target.Health;
import dev.canary.target.Phases;
import dev.canary.verdict.Verdict.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Latency of runs over a wire: 30 cases of 10 to 39 ms, captured 26 times. */
class LatencyCheckTest {
  private static final int CASES = 30;
  private static final Suite SUITE = suite(Optional.empty());

  private static final OptionalLong SILENT = OptionalLong.empty();

  private static Suite suite(Optional<LatencyBudget> budget) {
    Suite bare = Given.suite(OutputSpec.DEFAULT, Given.cases(CASES));
    return new Suite(
        bare.name(),
        "",
        bare.target(),
        bare.anyOutput(),
        bare.outputs(),
        bare.cases(),
        bare.repeats(),
        budget,
        false,
        bare.digest());
  }

  /** A case of 10 ms and one more for each position before it, so many times as slow. */
  private static Phases phases(int position, double factor, OptionalLong computed) {
    return Phases.ofTotal((long) ((10 + position) * 1e6 * factor)).withServer(computed);
  }

  private static Run run(Health health, IntToDoubleFunction factor, OptionalLong computed) {
    return Served.run(
        SUITE,
        Given.model(),
        health,
        i -> answered(i, phases(i, factor.applyAsDouble(i), computed)));
  }

  private static Run run(IntToDoubleFunction factor) {
    return run(Served.healthy(), factor, OptionalLong.empty());
  }

  private static Observation answered(int i, Phases phases) {
    return new Observation.Answered(
        "c" + i,
        Served.over(Served.exchange(phases, Map.of()), Given.row(1, 2)),
        phases.latencyNanos(),
        i * 50_000_000L,
        Optional.empty());
  }

  /** Captures that differ by a few per cent. */
  private static Baseline captured(OptionalLong computed) throws Exception {
    return captured(c -> Served.healthy(), computed);
  }

  private static Baseline captured(IntFunction<Health> health) throws Exception {
    return captured(health, SILENT);
  }

  private static Baseline captured(IntFunction<Health> health, OptionalLong computed)
      throws Exception {
    List<Capture> captures =
        IntStream.range(0, 26)
            .mapToObj(
                c ->
                    new Capture(
                        c % 2,
                        run(health.apply(c), i -> 1 + .03 * ((c * 7 + i) % 5 - 2), computed)))
            .toList();
    return Captures.toBaseline(SUITE, captures, Given.provenance(26))
        .approved(new Approval("someone", "", Instant.EPOCH));
  }

  private static Judged judged(Run run) throws Exception {
    return Judged.of(SUITE, captured(OptionalLong.empty()), run);
  }

  private static Judged budgeted(Run run, Summary of, long millis) throws Exception {
    Suite suite = suite(Optional.of(new LatencyBudget(Duration.ofMillis(millis), .9, of)));
    return Judged.of(suite, captured(OptionalLong.empty()), run);
  }

  @Test
  void anInherentlySlowModelIsHeldToItsOwnBaseline() throws Exception {
    Finding same = judged(run(i -> 1.1)).finding(LatencyCheck.NAME);
    Judged slower = judged(run(i -> 2));

    assertThat(same.outcome()).isEqualTo(Outcome.HELD);
    assertThat(same.cause()).isEmpty();
    Finding finding = slower.finding(LatencyCheck.NAME);
    assertThat(finding.cause()).contains(Cause.LATENCY);
    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(slower.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(finding.statistic().orElseThrow()).isBetween(1.9, 2.0);
    assertThat(finding.reason())
        .contains("median 1.96 times the captures'", "medians in ms: connect 0.00", "total 49.0");
  }

  @Test
  void onePauseOfTheServerIsNoSlowness() throws Exception {
    assertThat(judged(run(i -> i == 20 ? 100 : 1)).finding(LatencyCheck.NAME).cause()).isEmpty();
  }

  @Test
  void slowLeadingCasesAreLeftOutAndTold() throws Exception {
    Run cold = run(i -> i < 4 ? 40 : 1);
    Finding finding = budgeted(cold, Summary.MAX, 100).finding(LatencyCheck.NAME);

    assertThat(finding.outcome()).isEqualTo(Outcome.HELD);
    assertThat(finding.statistic()).hasValue(.039);
    assertThat(finding.reason())
        .contains("left out: the first 4 cases, which had not settled (up to 0.520 s)");
    assertThat(budgeted(run(i -> i == 25 ? 40 : 1), Summary.MAX, 100).verdict().level())
        .isEqualTo(Level.BROKEN);
  }

  @Test
  void aRunThatNeverSettlesIsJudgedAllTheSame() throws Exception {
    Finding finding = judged(run(i -> 40)).finding(LatencyCheck.NAME);

    assertThat(finding.cause()).contains(Cause.LATENCY);
    assertThat(finding.reason()).doesNotContain("left out");
  }

  @Test
  void theWaitForATurnCounts() throws Exception {
    Run stalled =
        Served.run(
            SUITE,
            Given.model(),
            Served.healthy(),
            i ->
                answered(
                    i, phases(i, 1, OptionalLong.empty()).withWaited(i < 15 ? 0 : 900_000_000L)));

    assertThat(budgeted(stalled, Summary.P95, 100).verdict().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void theServersOwnComputingIsComparedWhereBothTellIt() throws Exception {
    Baseline told = captured(OptionalLong.of(8_000_000));
    Run slowNetwork = run(Served.healthy(), i -> 3, OptionalLong.of(8_000_000));
    Run slowModel = run(Served.healthy(), i -> 3, OptionalLong.of(40_000_000));

    assertThat(told.computed()).hasSize(26);
    assertThat(Judged.of(SUITE, told, slowNetwork).finding(LatencyCheck.SERVER).cause()).isEmpty();
    assertThat(Judged.of(SUITE, told, slowModel).finding(LatencyCheck.SERVER).cause())
        .contains(Cause.LATENCY);
    assertThat(judged(slowModel).findings()).noneMatch(f -> f.check().equals(LatencyCheck.SERVER));
  }

  @Test
  void theMeanOfTheServersStatisticsIsComparedWhereItsAnswersDoNotTell() throws Exception {
    Baseline told = captured(c -> Served.computing(new Health.Computing(30, 240_000_000 + c, 0)));
    Run same = run(Served.computing(new Health.Computing(30, 246_000_000, 3_000)), i -> 1, SILENT);
    Run slow = run(Served.computing(new Health.Computing(30, 900_000_000, 0)), i -> 1, SILENT);
    Run ofEach = run(Served.healthy(), i -> 1, OptionalLong.of(30_000_000));

    assertThat(told.computed()).hasSize(26).allMatch(times -> times.length == 1);
    assertThat(Judged.of(SUITE, told, same).finding(LatencyCheck.SERVER).cause()).isEmpty();
    assertThat(Judged.of(SUITE, told, same).finding(LatencyCheck.NAME).reason())
        .contains("the server's statistics, means in ms: computed 8.20, queued 0.000100");
    Judged slower = Judged.of(SUITE, told, slow);
    assertThat(slower.finding(LatencyCheck.SERVER).cause()).contains(Cause.LATENCY);
    assertThat(slower.finding(LatencyCheck.SERVER).reason())
        .startsWith("the mean of the server's own computing: median 3.44 times the captures'");
    assertThat(slower.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(Judged.of(SUITE, told, ofEach).finding(LatencyCheck.SERVER).cause())
        .contains(Cause.LATENCY);
  }

  @Test
  void aWarmUpWithoutEffectIsAFinding() throws Exception {
    Health flat = Served.warmedUp(List.of(50_000_000L, 49_000_000L));
    Health worked = Served.warmedUp(List.of(900_000_000L, 12_000_000L));
    IntToDoubleFunction cold = i -> i < 4 ? 40 : 1;

    assertThat(warmUp(run(worked, i -> 1, OptionalLong.empty()))).isEmpty();
    assertThat(warmUp(run(worked, cold, OptionalLong.empty())))
        .hasValueSatisfying(
            f -> {
              assertThat(f.severity()).isEqualTo(Severity.WARN);
              assertThat(f.reason()).contains("the first 4 cases after it were still slow");
            });
    assertThat(warmUp(run(flat, i -> 3, OptionalLong.empty())))
        .hasValueSatisfying(f -> assertThat(f.severity()).isEqualTo(Severity.WARN));
    assertThat(warmUp(run(flat, i -> 1, OptionalLong.empty())))
        .hasValueSatisfying(f -> assertThat(f.severity()).isEqualTo(Severity.INFO));
  }

  private static Optional<Finding> warmUp(Run run) throws Exception {
    Judged judged = judged(run);
    assertThat(judged.verdict().level()).isEqualTo(Level.HEALTHY);
    return judged.findings().stream()
        .filter(f -> f.check().equals(LatencyCheck.WARM_UP))
        .findFirst();
  }

  @Test
  void answersFarBelowTheFastestCaptureAreAWarningAndDecideNothing() throws Exception {
    Judged fast = judged(run(i -> .05));

    assertThat(fast.finding(CacheCheck.LATENCY).severity()).isEqualTo(Severity.WARN);
    assertThat(fast.finding(CacheCheck.LATENCY).cause()).contains(Cause.CACHED);
    assertThat(fast.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(judged(run(i -> .25)).findings())
        .noneMatch(f -> f.check().equals(CacheCheck.LATENCY));
    assertThat(judged(run(Served.cacheHits(0), i -> .05, OptionalLong.empty())).findings())
        .noneMatch(f -> f.check().equals(CacheCheck.LATENCY));
  }
}
