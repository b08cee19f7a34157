package dev.canary.stats;

import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.JensenShannon.Form;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramDistanceTest {

  private static final PopulationStabilityIndex PSI = PopulationStabilityIndex.withDefaults();
  private static final KullbackLeibler KL = KullbackLeibler.withDefaults();
  private static final JensenShannon JS = JensenShannon.withDefaults();
  private static final JensenShannon JS_BITS = JS.with(LogBase.BIT);
  private static final JensenShannon DIVERGENCE = JS_BITS.with(Form.DIVERGENCE);
  private static final Hellinger HELLINGER = Hellinger.withDefaults();
  private static final LInfinity LINF = LInfinity.withDefaults();
  private static final HistogramDistance NAD = NormalizedAbsoluteDifference.withDefaults();
  private static final TotalVariation TV = TotalVariation.withDefaults();

  /** Measure, reference, current, value. */
  static Stream<Arguments> vectors() {
    double[] v13x = {12, 47, 26, 12, 3, 0, 0, 0, 0, 0};
    double[] v13y = {0, 3, 6, 10, 28, 25, 11, 8, 6, 3};
    double[] v14x = {11, 32, 58, 97, 114, 82, 59, 34, 10, 3};
    double[] v14y = {7, 30, 55, 95, 99, 102, 65, 34, 10, 3};
    double[] f1 = {16, 18, 16, 14, 12, 12};
    double[] f2 = {16, 16, 16, 16, 16, 8};
    return Stream.of(
        // vectors.md V13 (Frouros' test; digits from numpy beside scipy 1.17.1)
        Arguments.of(PSI.withFloor(Double.MIN_NORMAL), v13x, v13y, 461.20379435743666),
        Arguments.of(PSI, v13x, v13y, 6.728773302033304),
        Arguments.of(PSI.withFloor(1e-2), v13x, v13y, 3.6087680218870344),
        Arguments.of(HELLINGER, v13x, v13y, 0.745090996967151),
        Arguments.of(JS, v13x, v13y, 0.6588791029721555),
        Arguments.of(TV, v13x, v13y, 0.78),
        // V14
        Arguments.of(PSI, v14x, v14y, 0.0184007288744667),
        Arguments.of(HELLINGER, v14x, v14y, 0.04792538640626029),
        Arguments.of(JS, v14x, v14y, 0.04789171475284472),
        Arguments.of(KL, v14y, v14x, 0.009220746779886416),
        // V15
        Arguments.of(HELLINGER, f1, f2, 0.06812774370983345),
        Arguments.of(PSI, f1, f2, 0.037218381577290835),
        Arguments.of(KL, f1, f2, 0.0183087046119704),
        Arguments.of(KL, f2, f1, 0.01890967696532045),
        Arguments.of(KL.with(LogBase.BIT), f2, f1, 0.01890967696532045 / Math.log(2)),
        Arguments.of(JS, f1, f2, 0.06804819617703867),
        Arguments.of(JS_BITS, f1, f2, 0.08173421330573756),
        Arguments.of(DIVERGENCE, f1, f2, 0.006680481624707807),
        Arguments.of(TV, f1, f2, 6 / 88.),
        Arguments.of(LINF, f1, f2, 4 / 88.),
        // V17 (TFDV's test)
        Arguments.of(LINF, values(.1, .9), values(.3, .7), .2),
        Arguments.of(LINF, values(0, .9, .1), values(.3, .7, 0), .3),
        Arguments.of(LINF, values(1, 5), values(10, 50), 0),
        Arguments.of(NAD, values(.1, .9), values(.3, .7), .1),
        Arguments.of(NAD, values(1, 5), values(10, 50), 45 / 66.),
        // V18 (NannyML's test)
        Arguments.of(LINF, values(2, 2, 2, 0), values(2, 2, 2, 1), 1 / 7.),
        Arguments.of(LINF, values(2, 2, 2), values(0, 5, 0), 2 / 3.),
        // V19 (Great Expectations' test): the last category was never seen, and gets the hold-out
        Arguments.of(
            KL.withHoldOut(.1), values(.6, .4, 0), values(.5, .25, .25), 0.09943138400349738),
        Arguments.of(
            KL.withHoldOut(.05), values(.6, .4, 0), values(.5, .25, .25), 0.2321677631907768),
        Arguments.of(
            KL.withHoldOut(.1), values(1, 1, 1), values(.54, .32, .14), 0.1259970028667753),
        // V16 (TFDV's test; digits from scipy 1.17.1)
        Arguments.of(DIVERGENCE, values(.5, .5, 0, 0), values(0, .25, .25, .5), 0.6556390622295666),
        Arguments.of(DIVERGENCE, values(2, 2, 1, 0, 0, 0), values(2, 0, 0, 1, 1, 1), .6),
        Arguments.of(DIVERGENCE, values(.25, .75), values(0, 1), 0.13792538097002996),
        Arguments.of(DIVERGENCE, values(1, 1, 0), values(1, 0, 1), .5),
        Arguments.of(DIVERGENCE, values(1, 0), values(0, 1), 1),
        // V18: a new category, a total change
        Arguments.of(TV, values(2, 2, 2, 0), values(2, 2, 2, 1), 1 / 7.),
        Arguments.of(TV, values(2, 2, 2), values(0, 5, 0), 2 / 3.),
        Arguments.of(KL, values(2, 2, 2), values(0, 5, 0), 1.0969899430514483),
        Arguments.of(KL.withFloor(0), values(2, 2, 2), values(0, 5, 0), 1.0986122886681098),
        Arguments.of(PSI, values(2, 2, 2, 0), values(2, 2, 2, 1), 1.059070828798869),
        // V29 (scipy's documentation)
        Arguments.of(JS, values(1, 0), values(.5, .5), 0.46450140402245893),
        Arguments.of(JS_BITS, values(1, 0, 0), values(0, 1, 0), 1));
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource("vectors")
  void valuesAgreeWithOtherTools(
      HistogramDistance measure, double[] reference, double[] current, double expected) {
    assertThat(measure.between(reference, current).value())
        .isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
  }

  @Test
  void closeHistogramsDoNotCancel() {
    // Series for p = (1 + e) / 2, q = 1 / 2: JS = e^2 / 8, H^2 = e^2 / 8, PSI = e^2 / 2 ... with
    // e = 2^-30, exact to 1e-9.
    double e = Math.scalb(1.0, -30);
    double[] p = {1 + e, 1 - e};
    double[] q = {1, 1};
    double divergence = JS.with(Form.DIVERGENCE).between(p, q).value();
    assertThat(divergence / (e * e)).isCloseTo(1 / 8., within(1e-9));
    assertThat(HELLINGER.between(p, q).value() / e).isCloseTo(Math.sqrt(1 / 8.), within(1e-9));
    assertThat(PSI.between(p, q).value() / (e * e)).isCloseTo(1, within(1e-9));
  }

  @Test
  void extremeWeightsStayInRange() {
    double[] p = {1, Double.MIN_VALUE, 1e-300};
    double[] q = {Double.MIN_VALUE, 1, 1e-310};
    assertThat(JS_BITS.between(p, q).value()).isEqualTo(1);
    assertThat(HELLINGER.between(p, q).value()).isEqualTo(1);
    assertThat(TV.between(p, q).value()).isEqualTo(1);
    assertThat(PSI.withFloor(Double.MIN_VALUE).between(p, q).value()).isBetween(1400., 1500.);
  }

  @Test
  void onlyKullbackLeiblerWithoutAFloorIsEverInfinite() {
    assertThat(KL.withFloor(0).between(values(1, 0), values(1, 1)).value()).isInfinite();
    assertThat(KL.between(values(1, 0), values(1, 1)).value()).isFinite();
  }

  @Test
  void namesCarryWhatChangesTheNumber() {
    assertThat(PSI.withFloor(.01).with(LogBase.BIT).between(values(1), values(1)).name())
        .isEqualTo("PSI (floor 0.01, bit)");
    assertThat(KL.name()).isEqualTo("KL of current from reference (floor 1.0E-4, nat)");
    assertThat(DIVERGENCE.name()).isEqualTo("Jensen-Shannon divergence (bit)");
    assertThat(JS.name()).isEqualTo("Jensen-Shannon distance (nat)");
    double[] sample = {1, 2, 3, 4};
    assertThat(PSI.between(Bins.quantile(sample, 2), sample, sample).name())
        .isEqualTo("PSI (floor 1.0E-4, nat) over 2 quantile bins");
  }

  @Test
  void impossibleWeightsAreRefused() {
    assertRefused(values(1, 2), values(1), "reference has 2 values and current has 1");
    assertRefused(
        values(1, -2), values(1, 1), "reference[1] is -2.0: weights must be finite and not");
    assertRefused(values(1, 1), values(1, Double.NaN), "current[1] is NaN: weights must be finite");
    assertRefused(values(1, 1), values(Double.POSITIVE_INFINITY, 1), "current[0] is Infinity");
    assertRefused(values(0, 0), values(1, 1), "reference holds no positive weight");
    assertRefused(values(), values(), "reference holds no positive weight");
    double max = Double.MAX_VALUE;
    assertRefused(values(max, max), values(1, 1), "the sum of reference is Infinity");
  }

  private static void assertRefused(double[] reference, double[] current, String message) {
    for (HistogramDistance measure : new HistogramDistance[] {PSI, KL, JS, HELLINGER, TV}) {
      assertThatThrownBy(() -> measure.between(reference, current))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(message);
    }
  }

  @Test
  void impossibleFloorsAreRefused() {
    assertThatThrownBy(() -> PSI.withFloor(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("floor is 0.0: it must lie inside (0, 1)");
    assertThatThrownBy(() -> KL.withFloor(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KL.withFloor(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
