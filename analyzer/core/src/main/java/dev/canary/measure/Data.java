package dev.canary.measure;

/** The names under which requests give what is compared. */
final class Data {
  static final Parameter<Given> X =
      Parameter.data("x", "x, the first sample").orCalled("sample1", "u_values", "pk", "now");
  static final Parameter<Given> Y =
      Parameter.data("y", "y, the second sample")
          .orCalled("sample2", "v_values", "qk", "reference");
  static final Parameter<Given> TABLE =
      Parameter.data("table", "table, rows of counts").orCalled("counts", "observed", "f_obs");
  static final Parameter<Given> SAMPLES =
      Parameter.data("samples", "samples, a list of lists of numbers").orCalled("groups");
  static final Parameter<Given> SCORE =
      Parameter.data("x", "x, the score of a run, or a run of one value a case")
          .orCalled("score", "now", "run");
  static final Parameter<Given> CAPTURES =
      Parameter.data("captures", "captures, scores of captures, or rows of one value a case")
          .orCalled("y", "noise", "calibration", "baseline");
  static final Parameter<Given> P_VALUES =
      Parameter.data("pValues", "pValues, a list of p-values").orCalled("ps", "p", "pvals", "x");

  private Data() {}
}
