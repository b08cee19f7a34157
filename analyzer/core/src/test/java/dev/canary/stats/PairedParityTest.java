package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What SciPy 1.17.1, R 4.2.2 and whole-number enumeration answer to hundreds of seeded cases, as
 * make_paired_parity.py wrote it down.
 */
class PairedParityTest {

  private static final double STATISTIC = 1e-12;
  private static final double EXACT = 1e-9;
  private static final double ASYMPTOTIC = 1e-6;

  /** One line: what was asked, and the numbers that others answered. */
  record Line(
      String test, List<String> options, String kind, long seed, int n, List<Double> expected) {

    static Line of(String text) {
      String[] cells = text.split("\t", -1);
      List<Double> expected = Arrays.stream(cells[5].split(" ", -1)).map(Double::valueOf).toList();
      List<String> options = List.of(cells[1].split(",", -1));
      return new Line(
          cells[0],
          options,
          cells[2],
          Long.parseLong(cells[3]),
          Integer.parseInt(cells[4]),
          expected);
    }

    ParityData data() {
      return ParityData.of(kind, seed, n);
    }

    Alternative alternative() {
      return Stream.of(Alternative.values())
          .filter(a -> options.contains(a.name().toLowerCase(Locale.ROOT).replace('_', '-')))
          .findFirst()
          .orElseThrow();
    }

    PValueMethod method() {
      return options.contains("exact") ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC;
    }

    @Override
    public String toString() {
      return String.join(" ", test, options.toString(), kind, "n=" + n);
    }
  }

  static Stream<Line> pairedTests() throws IOException {
    return lines("wilcoxon", "sign", "mcnemar", "t", "tost", "flips", "kendall");
  }

  static Stream<Line> numbers() throws IOException {
    return lines("cosine", "cliff", "biserial", "dz", "d");
  }

  static Stream<Line> adjustments() throws IOException {
    return lines("adjust");
  }

  static Stream<Line> maxStatistics() throws IOException {
    return lines("max");
  }

  @ParameterizedTest
  @MethodSource("pairedTests")
  void pairedTestsAgreeWithOtherTools(Line line) {
    TestResult result = test(line).test(line.data().x(), line.data().y());
    double tolerance = line.options().contains("asymptotic") ? ASYMPTOTIC : EXACT;
    List<Double> expected = line.expected();
    assertClose(result.statistic(), expected.get(0), STATISTIC);
    assertClose(result.pValue(), Math.max(Double.MIN_VALUE, expected.get(1)), tolerance);
    if (expected.size() > 2) {
      assertThat(result.logPValue()).isCloseTo(expected.get(2), within(tolerance));
    }
    assertThat(result.method()).startsWith(tolerance == EXACT ? "" : "asymptotic");
  }

  private static PairedTest test(Line line) {
    return switch (line.test()) {
      case "wilcoxon" ->
          WilcoxonTest.withDefaults()
              .with(line.method())
              .with(WilcoxonTest.Zeros.valueOf(line.options().get(1).toUpperCase(Locale.ROOT)))
              .with(line.options().contains("corrected") ? Continuity.CORRECTED : Continuity.NONE)
              .with(line.alternative());
      case "sign" -> SignTest.withDefaults().with(line.alternative());
      case "mcnemar" -> McNemarTest.withDefaults();
      case "t" -> PairedTTest.withDefaults().with(line.alternative());
      case "tost" ->
          EquivalenceTest.within(
              Double.parseDouble(line.options().get(0)), Double.parseDouble(line.options().get(1)));
      case "flips" -> SignFlipTest.withDefaults();
      case "kendall" -> KendallTauTest.withDefaults().with(line.method()).with(line.alternative());
      default -> throw new IllegalArgumentException(line.test());
    };
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void distancesAndEffectSizesAgreeWithOtherTools(Line line) {
    double[] x = line.data().x();
    double[] y = line.data().y();
    double value =
        switch (line.test()) {
          case "cosine" -> Cosine.withDefaults().between(x, y).value();
          case "cliff" -> EffectSizes.cliffsDelta(x, y);
          case "biserial" -> EffectSizes.rankBiserial(x, y);
          case "dz" -> EffectSizes.cohensDz(x, y);
          case "d" -> EffectSizes.cohensD(x, y);
          default -> throw new IllegalArgumentException(line.test());
        };
    assertClose(value, line.expected().get(0), STATISTIC);
  }

  @ParameterizedTest
  @MethodSource("adjustments")
  void adjustedValuesAgreeWithOtherTools(Line line) {
    double[] u = ParityData.of("uniform", line.seed(), line.n()).x();
    double[] p =
        switch (line.kind()) {
          case "uniform" -> u;
          case "ties" -> Arrays.stream(u).map(v -> Math.floor(10 * v) / 16).toArray();
          case "tiny" -> Arrays.stream(u).map(v -> Math.pow(v, 8)).toArray();
          default -> throw new IllegalArgumentException(line.kind());
        };
    double[] adjusted =
        switch (line.options().get(0)) {
          case "holm" -> PValueAdjustment.HOLM.adjust(p);
          case "BH" -> PValueAdjustment.BENJAMINI_HOCHBERG.adjust(p);
          case "BY" -> PValueAdjustment.BENJAMINI_YEKUTIELI.adjust(p);
          default -> throw new IllegalArgumentException(line.toString());
        };
    for (int i = 0; i < p.length; i++) {
      assertClose(adjusted[i], Math.max(Double.MIN_VALUE, line.expected().get(i)), STATISTIC);
    }
  }

  @ParameterizedTest
  @MethodSource("maxStatistics")
  void maxStatisticsAreThoseOfAllSigns(Line line) {
    double[][] rows = line.data().rows(Integer.parseInt(line.options().get(1)));
    MaxStatisticTest.Statistic statistic =
        MaxStatisticTest.Statistic.valueOf(line.options().get(0).toUpperCase(Locale.ROOT));
    MaxStatisticResult result = MaxStatisticTest.withDefaults().with(statistic).test(rows);
    assertThat(result.method()).isEqualTo("exact");
    assertThat(result.pValues()).isEqualTo(line.expected());
  }

  private static void assertClose(double actual, double expected, double relative) {
    assertThat(actual).isCloseTo(expected, within(relative * Math.abs(expected)));
  }

  private static Stream<Line> lines(String... tests) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(PairedParityTest.class.getResourceAsStream("paired_parity.tsv"))) {
      List<String> text =
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<Line> lines =
          text.stream().map(Line::of).filter(l -> List.of(tests).contains(l.test())).toList();
      assertThat(lines.stream().map(Line::test).distinct()).containsExactlyInAnyOrder(tests);
      return lines.stream();
    }
  }
}
