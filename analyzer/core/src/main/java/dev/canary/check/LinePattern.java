package dev.canary.check;

import dev.canary.stats.Median;
import dev.canary.suite.OutputKind;
import java.util.Locale;
import java.util.Optional;

/** Every number moved by one amount, or was multiplied by one factor. */
final class LinePattern {
  private static final int ENOUGH_NUMBERS = 4;

  private LinePattern() {}

  static Optional<Diagnosis> of(Matrix matrix) {
    double[] before = flat(matrix.before());
    double[] now = flat(matrix.now());
    if (before.length < ENOUGH_NUMBERS) {
      return Optional.empty();
    }
    return shifted(before, now, matrix.residual())
        .or(() -> scaled(before, now, matrix.residual()))
        .or(() -> tempered(matrix));
  }

  private static Optional<Diagnosis> shifted(double[] before, double[] now, double residual) {
    double[] deltas = new double[before.length];
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = now[i] - before[i];
      if (!Double.isFinite(deltas[i])) {
        return Optional.empty();
      }
    }
    double shift = Median.of(deltas);
    for (double delta : deltas) {
      if (Math.abs(delta - shift) > residual) {
        return Optional.empty();
      }
    }
    return Math.abs(shift) > residual
        ? Optional.of(new Diagnosis(Cause.SHIFTED, say("every number moved by %.4g", shift)))
        : Optional.empty();
  }

  private static Optional<Diagnosis> scaled(double[] before, double[] now, double residual) {
    double factor = factor(before, now);
    if (!Double.isFinite(factor)) {
      return Optional.empty();
    }
    for (int i = 0; i < before.length; i++) {
      if (!(Math.abs(now[i] - factor * before[i]) <= residual)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Diagnosis(Cause.SCALED, say("every number was multiplied by %.5g", factor)));
  }

  /**
   * Probabilities whose logits were all multiplied by one factor, as another softmax temperature
   * does.
   */
  private static Optional<Diagnosis> tempered(Matrix matrix) {
    if (matrix.kind() != OutputKind.PROBABILITIES) {
      return Optional.empty();
    }
    double[] before = centredLogs(matrix.before());
    double[] now = centredLogs(matrix.now());
    double largest = 0;
    for (double value : before) {
      largest = Math.max(largest, Math.abs(value));
    }
    return scaled(before, now, 0.01 * largest)
        .map(d -> new Diagnosis(Cause.SCALED, d.reason().replace("number", "logit")));
  }

  /** Log-odds against the row's mean; for one probability, its logit. */
  private static double[] centredLogs(double[][] rows) {
    double[][] logs = new double[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      logs[r] = rows[r].length == 1 ? new double[] {logit(rows[r][0])} : centred(rows[r]);
    }
    return flat(logs);
  }

  private static double logit(double p) {
    return Math.log(p) - Math.log1p(-p);
  }

  private static double[] centred(double[] row) {
    double mean = 0;
    double[] logs = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      logs[i] = Math.log(row[i]);
      mean += logs[i] / row.length;
    }
    for (int i = 0; i < row.length; i++) {
      logs[i] -= mean;
    }
    return logs;
  }

  /** Least squares through the origin. */
  private static double factor(double[] before, double[] now) {
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < before.length; i++) {
      xy += before[i] * now[i];
      xx += before[i] * before[i];
    }
    return xy / xx;
  }

  private static double[] flat(double[][] rows) {
    return java.util.Arrays.stream(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  private static String say(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
