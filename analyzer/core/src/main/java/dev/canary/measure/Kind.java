package dev.canary.measure;

import java.util.List;

/** What a measure compares, and under which names a request gives it. */
public enum Kind {
  TWO_SAMPLE("Two-sample tests", "two independent samples of any lengths: x and y"),
  PAIRED(
      "Paired tests",
      "pairs (x[i], y[i]); x alone is taken for differences that were formed before"),
  TABLE(
      "Tests of counts",
      "a table of counts, rows are samples and columns categories; or x and y: two rows of counts,"
          + " two lists of texts, or, with bins, edges or binRule, two samples to be counted"),
  PAIRED_LABELS(
      "Tests of changed labels",
      "a table of two rows and two columns (then by now); or b and c; or x and y: what each case"
          + " answers now and answered then, 0 or 1, or one of two texts"),
  SAMPLE_DISTANCE("Distances of samples", "two samples of any lengths: x and y"),
  HISTOGRAM_DISTANCE(
      "Distances of histograms",
      "a table of two rows of counts or other weights, or x and y: two such rows, two lists of"
          + " texts, or, with bins, edges or binRule, two samples to be counted; y, the second row,"
          + " is the reference"),
  PAIRED_DISTANCE("Distances of pairs", "pairs (x[i], y[i])"),
  SAMPLES("Tests of several samples", "samples: two or more samples of any lengths; or x and y"),
  PAIRED_ROWS(
      "Multivariate paired tests",
      "pairs of rows (x[i], y[i]): x and y are lists of lists of one length; or of numbers"),
  NOISE_FLOOR(
      "Tests against captures",
      "x, the score of a run, and captures, the scores of captures; or x, a run of one value a case,"
          + " and two lists of such runs: captures, from which centre and noise are learned, and"
          + " heldOut, among which the run is ranked"),
  ADJUSTMENT("Adjustments of p-values", "pValues: one or more p-values");

  private final String title;
  private final String takes;

  Kind(String title, String takes) {
    this.title = title;
    this.takes = takes;
  }

  /** What all of this kind are together. */
  public String title() {
    return title;
  }

  /** The data that a request gives. */
  public String takes() {
    return takes;
  }

  /** True if it compares each value with its own counterpart. */
  public boolean isOfPairs() {
    return switch (this) {
      case PAIRED, PAIRED_LABELS, PAIRED_DISTANCE, PAIRED_ROWS -> true;
      case TWO_SAMPLE,
          TABLE,
          SAMPLE_DISTANCE,
          HISTOGRAM_DISTANCE,
          SAMPLES,
          NOISE_FLOOR,
          ADJUSTMENT ->
          false;
    };
  }

  /** The names under which a request gives them. */
  public List<Parameter<Given>> data() {
    return switch (this) {
      case TWO_SAMPLE, PAIRED, SAMPLE_DISTANCE, PAIRED_DISTANCE, PAIRED_ROWS ->
          List.of(Data.X, Data.Y);
      case TABLE, PAIRED_LABELS, HISTOGRAM_DISTANCE -> List.of(Data.TABLE, Data.X, Data.Y);
      case SAMPLES -> List.of(Data.SAMPLES, Data.X, Data.Y);
      case NOISE_FLOOR -> List.of(Data.SCORE, Data.CAPTURES);
      case ADJUSTMENT -> List.of(Data.P_VALUES);
    };
  }
}
