package dev.canary.check;

import static dev.canary.check.Verdicts.SUITE;
import static dev.canary.check.Verdicts.broken;
import static dev.canary.check.Verdicts.drifted;
import static dev.canary.check.Verdicts.healthy;
import static dev.canary.check.Verdicts.inconclusive;
import static dev.canary.check.Verdicts.run;
import static dev.canary.check.Verdicts.stable;
import static dev.canary.check.Verdicts.trusted;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.check.Verdicts.Row;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.replay.Run;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.verdict.Confirmation;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that moved: by their class, by the margin, and where neither may judge. */
class MovementToVerdictTest {
  static Stream<Row> movements() {
    ModelIdentity noDigest = Given.model("1", Optional.empty(), Optional.of("cpu"));
    ModelIdentity elsewhere = Given.model("1", Optional.empty(), Optional.of("gpu"));
    IntFunction<Output> scattered = i -> Given.row(10 + i * i, i - 1. / (i + 1), -3 + 5. / (i + 2));
    IntFunction<Output> shifted = i -> Given.row(11, i + 1, -2);
    IntFunction<Output> bits = i -> Given.row(10, i, Math.nextUp(-3.));
    return Stream.of(
        new Row(
            "a bit-stable case beyond its class, captured platform",
            run(noDigest, scattered),
            DeviationCheck.CLASS,
            broken(Cause.WEIGHTS_CORRUPTED)),
        new Row(
            "the same with a pattern",
            run(noDigest, shifted),
            DeviationCheck.CLASS,
            broken(Cause.SHIFTED)),
        new Row(
            "a bit-stable case beyond its class, another platform",
            run(elsewhere, shifted),
            DeviationCheck.CLASS,
            drifted(Cause.SHIFTED)),
        new Row(
            "a bit-stable case beyond its class, unknown platform",
            run(Given.recorded(), shifted),
            DeviationCheck.CLASS,
            drifted(Cause.SHIFTED)),
        new Row(
            "inside the class, same known platform",
            run(Given.model(), bits),
            DeviationCheck.BITS,
            healthy(Cause.BITS_CHANGED, Severity.WARN)),
        new Row(
            "inside the class, another platform",
            run(elsewhere, bits),
            DeviationCheck.BITS,
            healthy(Cause.NUMERIC_NOISE, Severity.INFO)),
        new Row(
            "inside the class, unknown platform",
            run(Given.recorded(), bits),
            DeviationCheck.BITS,
            healthy(Cause.NUMERIC_NOISE, Severity.INFO)));
  }

  private static Output noisy(int capture, int position) {
    return Given.row(10 + 1e-3 * ((7 * capture + 3 * position) % 11), position, -3);
  }

  static Stream<Row> margins() {
    Baseline noisy = Given.baseline(SUITE, Given.model(), 26, MovementToVerdictTest::noisy);
    Run far = Given.run(SUITE, Given.model(), i -> Given.row(11, i + 1, -2));
    Judged once = Judged.of(SUITE, noisy, far);
    Judged twice = new Judged(Confirmation.combine(once.findings(), once.findings()));
    return Stream.of(DeviationCheck.MAX, DeviationCheck.RMS)
        .map(
            check ->
                new Row(
                    "beyond the margin, confirmed: " + check,
                    twice,
                    check,
                    drifted(Cause.SHIFTED)));
  }

  static Stream<Row> notJudgeable() {
    Run run = Given.run(SUITE, Given.model(), i -> Given.row(10.1, i, -3));
    Baseline old = stable(SUITE, Verdicts::trusted);
    Baseline few = Given.baseline(SUITE, Given.model(), 9, MovementToVerdictTest::noisy);
    Baseline alike = Given.baseline(SUITE, Given.model(), 3, (c, i) -> trusted(i));
    Finding cached =
        Finding.inconclusive("cache", Optional.of(Cause.CACHED), "answered from a cache");
    return Stream.of(
        new Row(
            "no baseline",
            Judged.of(SUITE, new Reference.Absent("there is none", "run: canary capture"), run),
            BaselineCheck.NAME,
            inconclusive(Optional.empty())),
        new Row(
            "another version",
            Judged.of(SUITE, new Reference.OtherVersion(old), run),
            BaselineCheck.NAME,
            inconclusive(Optional.of(Cause.VERSION_CHANGE))),
        new Row(
            "another version of another form",
            Judged.of(
                SUITE,
                new Reference.OtherVersion(old),
                Given.run(SUITE, Given.model(), i -> Given.row(1, 2, 3, 4))),
            BaselineCheck.NAME,
            inconclusive(Optional.of(Cause.VERSION_CHANGE))),
        new Row(
            "too few captures, which differ",
            Judged.of(SUITE, few, run),
            DeviationCheck.MAX,
            inconclusive(Optional.of(Cause.NON_DETERMINISTIC))),
        new Row(
            "too few captures to call them bit-stable",
            Judged.of(SUITE, alike, run),
            DeviationCheck.MAX,
            inconclusive(Optional.empty())),
        new Row(
            "answers from a cache",
            new Judged(List.of(cached)),
            "cache",
            inconclusive(Optional.of(Cause.CACHED))));
  }

  @ParameterizedTest
  @MethodSource({"movements", "margins", "notJudgeable"})
  void whatWasSeenBecomesItsVerdict(Row row) {
    row.assertVerdict();
  }
}
