package dev.canary.baseline;

import static dev.canary.baseline.Captured.LOGITS;
import static dev.canary.baseline.Captured.baseline;
import static dev.canary.baseline.Captured.bits;
import static dev.canary.baseline.Captured.captures;
import static dev.canary.baseline.Captured.suite;
import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.given.Given;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Captures that come later, and when each was taken. */
class AppendedCapturesTest {
  @Test
  void appendedCapturesAreHeldOutAndMoveNoCentre() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    Baseline old = baseline(suite, 10, (c, i) -> Given.row(10 + .1 * (c % 5), 1));
    List<Capture> more = captures(suite, 6, (c, i) -> Given.row(10 + .1 * c, i == 1 ? 20 : 1));
    Baseline both = Captures.append(old, suite, more, Given.provenance(16));

    assertThat(both.output(OUT).centre()).isEqualTo(old.output(OUT).centre());
    assertThat(both.output(OUT).scale()).isEqualTo(old.output(OUT).scale());
    assertThat(both.heldOut()).hasSize(11).startsWith(old.heldOut().toArray(SuiteScores[]::new));
    assertThat(both.latencies()).hasSize(16);
    assertThat(both.output(OUT).otherLabels()).isEqualTo(Map.of(1, Set.of("1")));
    assertThat(both.provenance().captures()).isEqualTo(16);
    assertThat(both.digest()).isEmpty();
  }

  @Test
  void heldOutCapturesKeepTheInstantsAtWhichTheyWereTaken() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    List<Capture> taken = hourly(captures(suite, 26, (c, i) -> Given.row(1 + .01 * c)), 0);
    List<Integer> first = Captures.firstGroup(taken, 7);
    List<Instant> rest =
        IntStream.range(0, 26)
            .filter(i -> !first.contains(i))
            .mapToObj(i -> taken.get(i).run().startedAt())
            .toList();
    Baseline baseline = Captures.toBaseline(suite, taken, Given.provenance(26));
    List<Capture> more = hourly(captures(suite, 2, (c, i) -> Given.row(1)), 30);

    assertThat(baseline.heldOutAt()).isEqualTo(rest);
    assertThat(Captures.append(baseline, suite, more, Given.provenance(28)).heldOutAt())
        .startsWith(rest.toArray(Instant[]::new))
        .endsWith(hour(30), hour(31))
        .hasSize(22);
  }

  @Test
  void instantsThatSomeHeldOutCapturesLackAreToldOfNone() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    List<Capture> taken = captures(suite, 12, (c, i) -> Given.row(1 + .01 * c));
    Baseline older = withoutInstants(Captures.toBaseline(suite, taken, Given.provenance(12)));

    assertThat(Captures.append(older, suite, taken, Given.provenance(24)).heldOutAt()).isEmpty();
  }

  private static Instant hour(int hour) {
    return Instant.EPOCH.plus(Duration.ofHours(hour));
  }

  private static List<Capture> hourly(List<Capture> captures, int from) {
    List<Capture> hourly = new ArrayList<>();
    for (Capture capture : captures) {
      Run run = capture.run();
      Instant at = hour(from + hourly.size());
      hourly.add(
          new Capture(
              capture.load(),
              new Run(run.suite(), run.model(), at, run.duration(), run.observations())));
    }
    return hourly;
  }

  private static Baseline withoutInstants(Baseline baseline) {
    return new Baseline(
        baseline.suite(),
        baseline.suiteDigest(),
        baseline.model(),
        baseline.status(),
        baseline.approval(),
        baseline.provenance(),
        baseline.caseIds(),
        baseline.outputs(),
        baseline.heldOut(),
        List.of(),
        baseline.latencies(),
        baseline.digest());
  }

  @Test
  void anAppendedCaptureThatMovedEndsBitStability() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    Baseline old = baseline(suite, 6, (c, i) -> Given.row(1));
    Baseline both =
        Captures.append(
            old, suite, captures(suite, 1, (c, i) -> Given.row(1 + 1e-9 * i)), Given.provenance(7));

    assertThat(old.output(OUT).bitStable()).isEqualTo(bits(0, 1));
    assertThat(both.output(OUT).bitStable()).isEqualTo(bits(0));
  }

  @Test
  void anAppendedCaptureOfAnotherShapeIsRefused() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    Baseline old = baseline(suite, 5, (c, i) -> Given.row(1));

    assertThatThrownBy(
            () ->
                Captures.append(
                    old, suite, captures(suite, 2, (c, i) -> Given.row(1, 2)), Given.provenance(7)))
        .isInstanceOf(CaptureException.class)
        .hasMessage("case c0 answers in different shapes: {out=fp64[1, 1]} and {out=fp64[1, 2]}");
  }
}
