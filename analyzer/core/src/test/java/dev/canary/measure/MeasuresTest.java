package dev.canary.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each measure under a name of others, told what others call it, against their numbers. */
class MeasuresTest {
  private static final double[] A = {38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0};
  private static final double[] B = {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8};
  private static final double[] F1 = {16, 18, 16, 14, 12, 12};
  private static final double[] F2 = {16, 16, 16, 16, 16, 8};

  private static Given numbers(double... values) {
    return new Given.Numbers(values);
  }

  private static Given word(String text) {
    return new Given.Word(text);
  }

  private static Given whole(long value) {
    return new Given.Whole(value);
  }

  /** Name, data and parameters, statistic and p-value; NaN where there is none or none to hold. */
  static List<Arguments> answers() {
    Given a = numbers(A);
    Given b = numbers(B);
    Given f1 = numbers(F1);
    Given f2 = numbers(F2);
    double none = Double.NaN;
    return List.of(
        // SciPy 1.17.1.
        of("ks_2samp", Map.of("x", a, "y", b, "mode", word("exact")), .625, .08702408702408701),
        of("ks_2samp", Map.of("x", a, "y", b, "exact", word("false")), .625, .04931640625),
        of("cramervonmises_2samp", Map.of("x", a, "y", b), .4375, .06433566433566433),
        of("ttest_rel", Map.of("x", a, "y", b), 3.1398144712830116, .01638343176218818),
        of("wilcoxon", Map.of("x", a, "y", b, "zero_method", word("pratt")), 1, .015625),
        of("sign-test", Map.of("x", a, "y", b), none, .0703125),
        of("permutation", Map.of("x", a, "y", b), 4.0375, .015625),
        of("mcnemar", Map.of("b", whole(1), "c", whole(9)), 1, .021484375),
        of("mcnemar", Map.of("table", rows(2, 3, 15, 4)), 3, .007537841796875),
        of("wasserstein_distance", Map.of("x", a, "y", b), 4.1625, none),
        of("energy_distance", Map.of("x", a, "y", b), 1.570230874744221, none),
        of("energy", Map.of("x", a, "y", b, "form", word("squared")), 2.465625, none),
        of("hellinger", Map.of("x", f1, "y", f2), .06812774370983345, none),
        of("psi", Map.of("x", f1, "y", f2), .037218381577290835, none),
        of("entropy", Map.of("x", f1, "y", f2), .01890967696532045, none),
        of("entropy", Map.of("x", f2, "y", f1), .0183087046119704, none),
        of("js", Map.of("x", f1, "y", f2), .06804819617703867, none),
        of("js", Map.of("x", f1, "y", f2, "base", whole(2)), .08173421330573756, none),
        of("js", Map.of("x", f1, "y", f2, "base", new Given.Real(2)), .08173421330573756, none),
        of("tv", Map.of("table", new Given.Rows(List.of(F1, F2))), .06818181818181818, none),
        of("linf", Map.of("x", f1, "y", f2), .045454545454545456, none),
        of("mannwhitneyu", Map.of("x", a, "y", b), 49, .082983682983683),
        of("mwu", Map.of("x", a, "y", b, "method", word("asymptotic")), 49, .0831229369599),
        of("anderson_ksamp", Map.of("x", a, "y", b), 1.7183096744360893, .0635146772876083),
        of("chi2_contingency", Map.of("x", f1, "y", f2), 1.6224089635854342, .8985262394026607),
        of("chi2", Map.of("table", rows(6, 0, 0, 6)), 8.333333333333334, .003892417122778637),
        of("chi2", Map.of("table", rows(6, 0, 0, 6), "yates", word("false")), 12, .00053200550514),
        of(
            "g-test",
            Map.of(
                "table", new Given.Rows(List.of(new double[] {5, 5, 8}, new double[] {4, 6, 8}))),
            .20237559715950304,
            .9037632914851935),
        of("fisher_exact", Map.of("table", rows(60, 30, 45, 45)), 2, .033972274322700745),
        of("fisher.test", Map.of("table", rows(3, 3, 6, 0)), none, .18181818181818182),
        of("kendalltau", Map.of("x", a, "y", b), 1, 4.9603174603e-5),
        // Counted by hand.
        of("chebyshev", Map.of("x", a, "y", b), 12.2, none),
        of("conformal", Map.of("x", new Given.Real(2), "captures", numbers(1, 2, 3)), 2, .75),
        of("tv", Map.of("x", labels("a", "b"), "y", labels("a", "a")), .5, none),
        of("mcnemar", Map.of("x", labels("n", "y", "y"), "y", labels("n", "n", "n")), 0, .5),
        of(
            "tv",
            Map.of("x", numbers(1, 2, 3), "y", numbers(1, 2), "bins", numbers(2.5)),
            1 / 3.,
            none));
  }

  private static Arguments of(
      String name, Map<String, Given> given, double statistic, double pValue) {
    return Arguments.of(name, given, statistic, pValue);
  }

  private static Given rows(double... table) {
    return new Given.Rows(
        List.of(new double[] {table[0], table[1]}, new double[] {table[2], table[3]}));
  }

  private static Given labels(String... texts) {
    return new Given.Labels(List.of(texts));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aMeasureAnswersWithTheNumbersOfOthers(
      String name, Map<String, Given> given, double statistic, double pValue) {
    Answer answer = Catalogue.measure(name).answer(given);

    if (!Double.isNaN(statistic)) {
      assertThat(answer.statistic().orElseThrow()).isCloseTo(statistic, within(1e-12));
    }
    if (!Double.isNaN(pValue)) {
      assertThat(answer.significance().orElseThrow().pValue()).isCloseTo(pValue, within(1e-12));
    }
  }

  @Test
  void weightsAreToldUnderTheNamesOfSciPy() {
    Map<String, Given> given =
        Map.of(
            "u_values", numbers(4.5, 6.7, 2.1),
            "v_values", numbers(4.6, 7, 9.2),
            "u_weights", numbers(3, 1, 1),
            "v_weights", numbers(1, 3, 1));

    // SciPy's own test of wasserstein_distance.
    assertThat(Catalogue.measure("w1").answer(given).statistic().orElseThrow())
        .isCloseTo(2.5, within(1e-12));
  }

  @Test
  void adjustedPValuesComeBackInTheirOrder() {
    double[] p = {.387, .005, .009, .019, .022, .051, .101, .361};
    List<Double> adjusted =
        Catalogue.measure("false_discovery_control")
            .answer(Map.of("ps", numbers(p)))
            .lists()
            .getOrDefault("pValues", List.of());

    // SciPy's own test of false_discovery_control.
    assertThat(adjusted).hasSize(8);
    assertThat(adjusted.get(0)).isCloseTo(.387, within(1e-3));
    assertThat(adjusted.get(1)).isCloseTo(.036, within(1e-3));
    assertThat(adjusted.get(7)).isCloseTo(.387, within(1e-3));
  }

  @Test
  void aSeedComesBackWhereItPlayedAPart() {
    double[] many = new double[30];
    Arrays.setAll(many, i -> Math.sin(i + 1));
    Map<String, Given> given =
        Map.of("x", numbers(many), "seed", whole(Long.MAX_VALUE), "n_resamples", whole(99));

    assertThat(Catalogue.measure("sign-flip").answer(given).seed()).hasValue(Long.MAX_VALUE);
    assertThat(Catalogue.measure("sign-flip").answer(Map.of("x", numbers(1, 2))).seed()).isEmpty();
  }

  @Test
  void equivalenceTakesOneBoundOrTwo() {
    Map<String, Given> one = Map.of("x", numbers(A), "y", numbers(B), "margin", whole(9));
    Map<String, Given> two = new HashMap<>(Map.of("x", numbers(A), "y", numbers(B)));
    two.put("low", whole(-9));
    two.put("upp", whole(9));

    assertThat(Catalogue.measure("tost").answer(one))
        .isEqualTo(Catalogue.measure("tost").answer(two));
    two.put("bound", whole(9));
    assertThatThrownBy(() -> Catalogue.measure("tost").answer(two))
        .hasMessage("give either bound or low and high");
  }

  @Test
  void theNoiseFloorIsLearnedFromOtherCapturesThanTheRunIsRankedAmong() {
    Given captures = new Given.Rows(List.of(new double[] {0, 0}, new double[] {1, 1}));
    Given heldOut = new Given.Rows(List.of(new double[] {.4, .6}, new double[] {.5, .5}));
    Map<String, Given> given =
        Map.of(
            "x",
            numbers(9, 9),
            "captures",
            captures,
            "held_out",
            heldOut,
            "statistic",
            word("max"));

    // Centre 0.5, noise 0.5: z of the run is 17.
    Answer answer = Catalogue.measure("noise-floor").answer(given);
    assertThat(answer.statistic()).hasValue(17);
    assertThat(answer.significance().orElseThrow().pValue()).isEqualTo(1 / 3.);
  }

  static List<Arguments> unusable() {
    Given ok = numbers(1, 2, 3);
    Given nan = numbers(1, 2, Double.NaN);
    Given infinite = numbers(1, Double.NEGATIVE_INFINITY, 3);
    Given negative = numbers(1, -2, 3);
    Given zeros = numbers(0, 0, 0);
    return List.of(
        Arguments.of("psi", Map.of("x", nan, "y", ok), "x[2] is NaN"),
        Arguments.of("psi", Map.of("x", ok, "y", nan, "bins", whole(2)), "y[2] is NaN"),
        Arguments.of("js", Map.of("x", ok, "y", infinite), "y[1] is -Infinity"),
        Arguments.of("kl", Map.of("x", negative, "y", ok), "x[1] is -2.0"),
        Arguments.of("tv", Map.of("x", ok, "y", zeros), "y holds no positive"),
        Arguments.of("tv", Map.of("table", rows(1, 2, -3, 4)), "table[1][0] is -3.0"),
        Arguments.of("chi2", Map.of("table", rows(1, Double.NaN, 3, 4)), "table[0][1] is NaN"),
        Arguments.of("ad", Map.of("x", ok, "y", infinite), "y[1] is -Infinity"),
        Arguments.of("max-t", Map.of("x", nan, "y", ok), "x[2] is NaN"),
        Arguments.of(
            "max-t",
            Map.of("x", rows(1, 2, 3, Double.NaN), "y", rows(1, 2, 3, 4)),
            "x[1][1] is NaN"),
        Arguments.of(
            "noise-floor", Map.of("x", numbers(Double.NaN), "captures", ok), "x[0] is NaN"));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("unusable")
  void anUnusableNumberIsRefusedByTheNameThatTheRequestGaveIt(
      String name, Map<String, Given> request, String message) {
    assertThatThrownBy(() -> Catalogue.measure(name).answer(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
