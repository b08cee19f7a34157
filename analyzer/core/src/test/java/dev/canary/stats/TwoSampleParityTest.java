package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded cases whose numbers come from scipy 1.17.1 and, where that is not exact, from enumeration,
 * whole numbers or mpmath; {@code two_sample_parity.py} beside them writes them and says which.
 */
class TwoSampleParityTest {

  /** What a line of the cases says. */
  record Case(
      String test,
      List<String> options,
      String x,
      String y,
      double statistic,
      String pValue,
      String logPValue) {

    static Case of(String line) {
      String[] fields = line.split("\t", -1);
      return new Case(
          fields[0],
          List.of(fields[1].split(",", -1)),
          fields[2],
          fields[3],
          Double.parseDouble(fields[4]),
          fields[5],
          fields[6]);
    }

    <E extends Enum<E>> E option(Class<E> type, E missing) {
      return Arrays.stream(type.getEnumConstants())
          .filter(value -> options.contains(value.name()))
          .findFirst()
          .orElse(missing);
    }

    TestResult result() {
      return switch (test) {
        case "chi2" ->
            ChiSquareTest.withDefaults()
                .with(option(Continuity.class, Continuity.NONE))
                .test(table());
        case "g" ->
            GTest.withDefaults().with(option(Continuity.class, Continuity.NONE)).test(table());
        case "fisher" ->
            FisherExactTest.withDefaults()
                .with(option(Alternative.class, Alternative.TWO_SIDED))
                .test(table());
        default -> twoSample().test(sample(x), sample(y));
      };
    }

    private TwoSampleTest twoSample() {
      PValueMethod method = option(PValueMethod.class, PValueMethod.AUTO);
      Alternative side = option(Alternative.class, Alternative.TWO_SIDED);
      Ties ties = option(Ties.class, Ties.CONDITIONAL);
      return switch (test) {
        case "ks" -> KolmogorovSmirnovTest.withDefaults().with(side).with(method).with(ties);
        case "cvm" -> CramerVonMisesTest.withDefaults().with(method).with(ties);
        case "mwu" ->
            MannWhitneyTest.withDefaults()
                .with(side)
                .with(method)
                .with(ties)
                .with(option(Continuity.class, Continuity.CORRECTED));
        case "ad" ->
            AndersonDarlingTest.withDefaults()
                .with(
                    option(AndersonDarlingTest.Variant.class, AndersonDarlingTest.Variant.MIDRANK));
        default -> throw new IllegalArgumentException(test);
      };
    }

    private long[][] table() {
      return Arrays.stream(x.split("/", -1))
          .map(row -> Arrays.stream(row.split(",", -1)).mapToLong(Long::parseLong).toArray())
          .toArray(long[][]::new);
    }

    private static double[] sample(String spec) {
      String[] fields = spec.substring(spec.indexOf(':') + 1).split(",", -1);
      double[] numbers = Arrays.stream(fields).mapToDouble(Double::parseDouble).toArray();
      if (spec.indexOf(':') < 0) {
        return numbers;
      }
      return Vectors.generate(
          (int) numbers[0],
          i -> {
            double u = (numbers[1] * i + numbers[2] * i * i) % numbers[3];
            double value = spec.startsWith("h") ? u / (numbers[3] - u) : u;
            return value * numbers[4] + numbers[5];
          });
    }

    @Override
    public String toString() {
      String data = x + " | " + y;
      return test + " " + options + " " + data.substring(0, Math.min(60, data.length()));
    }
  }

  static Stream<Case> cases() {
    try (InputStream lines =
        Objects.requireNonNull(
            TwoSampleParityTest.class.getResourceAsStream("two_sample_parity.tsv"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theNumbersAreThoseOfOtherTools(Case expected) {
    TestResult result = expected.result();
    assertClose(result.statistic(), expected.statistic(), 1e-12, "statistic");
    double tolerance = result.method().startsWith("exact") ? 1e-11 : 1e-9;
    if (!expected.pValue().equals("-")) {
      assertClose(result.pValue(), Double.parseDouble(expected.pValue()), tolerance, "p-value");
    }
    if (!expected.logPValue().equals("-")) {
      double log = Double.parseDouble(expected.logPValue());
      assertThat(result.logPValue()).isCloseTo(log, within(1e-12 * Math.abs(log) + tolerance));
    }
  }

  private static void assertClose(double actual, double expected, double tolerance, String what) {
    assertThat(actual)
        .as(what)
        .isCloseTo(expected, within(tolerance * Math.abs(expected) + 1e-300));
  }
}
