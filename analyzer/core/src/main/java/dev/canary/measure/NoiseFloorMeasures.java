package dev.canary.measure;

import dev.canary.measure.Parameter.Word;
import dev.canary.stats.CaseNoise;
import dev.canary.stats.ConformalPValue;
import dev.canary.stats.NoiseFloorTest;
import dev.canary.stats.NoiseFloorTest.Score;
import dev.canary.stats.TestResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tests of a run against captures in which nothing had changed. */
final class NoiseFloorMeasures {
  private static final Parameter<Given> HELD_OUT =
      Parameter.data(
              "heldOut",
              "heldOut, further captures: a list of rows, each one value a case",
              "a list of lists")
          .orCalled("heldOutCaptures", "holdout", "reference");

  private static final Parameter<Optional<Score>> SCORE =
      Parameter.<Optional<Score>>word(
              "statistic",
              "what sums a run up; combined: three times the smallest p-value of the others",
              new Word<>(Optional.of(Score.MEAN_SQUARE), "mean-square", "rms", "s_rms", "mean"),
              new Word<>(Optional.of(Score.MAX), "max", "s_max", "maximum"),
              new Word<>(Optional.of(Score.LABEL_CHANGES), "label-changes", "c_lab", "labels"),
              new Word<>(Optional.empty(), "combined", "all", "bonferroni"))
          .orCalled("summary", "scoreBy");

  private static final Parameter<Double> FLOOR =
      Parameter.number("floor", "the smallest noise that a case is taken to have")
          .orElse(Double.MIN_NORMAL);

  private static final Parameter<Double> BOUNDARY =
      Parameter.number("labelBoundary", "above which value a case is labelled 1")
          .orCalled("threshold")
          .orElse(0.5);

  static final List<Measure> ALL = List.of(noiseFloor());

  private NoiseFloorMeasures() {}

  private static Measure noiseFloor() {
    return new Measure(
        "noise-floor",
        List.of("conformal", "conformal-p-value", "noise-floor-test"),
        Kind.NOISE_FLOOR,
        "Noise floor: the rank of a run's score among those of captures that were held out.",
        List.of(HELD_OUT, SCORE, FLOOR, BOUNDARY),
        a -> a.has(HELD_OUT) ? ofRun(a) : ofScore(a));
  }

  private static Answer ofScore(Arguments arguments) {
    double[] score = arguments.sample(Data.SCORE);
    if (score.length != 1) {
      throw new IllegalArgumentException(
          "x has %d values: without heldOut it is the score of a run, one number"
              .formatted(score.length));
    }
    return Answer.of(
        "noise-floor test of a score",
        ConformalPValue.of(arguments.sample(Data.CAPTURES), score[0]));
  }

  private static Answer ofRun(Arguments arguments) {
    double[] run = arguments.sample(Data.SCORE);
    double[][] captures = arguments.rows(Data.CAPTURES).toArray(double[][]::new);
    double[][] heldOut = arguments.rows(HELD_OUT).toArray(double[][]::new);
    CaseNoise noise = CaseNoise.of(captures, arguments.get(FLOOR), arguments.get(BOUNDARY));
    NoiseFloorTest test = NoiseFloorTest.of(noise, heldOut);
    Optional<Score> score = arguments.get(SCORE);
    TestResult result = score.isPresent() ? test.test(score.get(), run) : test.combined(run);
    String name = score.map(Score::name).orElse("combined").toLowerCase(Locale.ROOT);
    return Answer.of("noise-floor test (" + name.replace('_', ' ') + ")", result);
  }
}
