package dev.canary.stats;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The assignments of sides to the rows of pairs, and how many reach the observed quadratic form.
 *
 * <p>With k the kernel, phi its feature map and s[i] = 1 or -1 for a pair as it is or swapped, the
 * squared distance of the two mean features is, for <em>every</em> assignment,
 *
 * <pre>
 * |mean phi(x) - mean phi(y)|^2  =  s' A s / n^2
 * A[i][j] = k(x[i], x[j]) + k(y[i], y[j]) - k(x[i], y[j]) - k(y[i], x[j])
 * </pre>
 *
 * <p>so that A is made once, and an assignment costs neither a kernel nor a gather.
 */
final class Swaps {

  /** Signs that are looked up together: a long holds 16 such groups. */
  private static final int GROUP = 4;

  private static final int CODES = 1 << GROUP;

  /** Assignments that are drawn before they are judged. */
  private static final int BATCH = 8_192;

  /** Rounding errors of an entry of A over one coordinate, in last digits of its scale. */
  private static final int ENTRY_ROUNDING = 64;

  /** The lower half of A without its diagonal, which plays no part in comparisons. */
  private final double[][] matrix;

  private final double trace;

  /** The observed form without the diagonal. */
  private final double observed;

  /** What a form must reach: the observed one, less the rounding error that both may carry. */
  private final double threshold;

  private Swaps(double[][] matrix, double trace, double observed, double rounding) {
    this.matrix = matrix;
    this.trace = trace;
    this.observed = observed;
    this.threshold = observed - rounding;
  }

  static Swaps of(List<RowPair> pairs, PairContrast contrast) {
    double[][] matrix = new double[pairs.size()][];
    double trace = 0;
    double observed = 0;
    double scale = 0;
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = new double[i];
      RowPair pair = pairs.get(i);
      double row = 0;
      for (int j = 0; j < i; j++) {
        PairGeometry geometry = PairGeometry.of(pair, pairs.get(j));
        matrix[i][j] = contrast.of(geometry);
        row += pairs.get(j).sign() * matrix[i][j];
        scale += contrast.scale(geometry);
      }
      trace += contrast.of(PairGeometry.of(pair, pair));
      observed += 2 * pair.sign() * row;
    }
    int width = pairs.isEmpty() ? 0 : pairs.get(0).x().length;
    double additions = ENTRY_ROUNDING + 2.0 * width + 0.5 * matrix.length * matrix.length / GROUP;
    double rounding = 4 * additions * Math.ulp(1.0) * scale;
    return new Swaps(matrix, trace, observed, rounding);
  }

  /** The number of pairs. */
  int count() {
    return matrix.length;
  }

  /** The form of the pairs as they were given. */
  double observed() {
    return Math.max(0, trace + observed);
  }

  /** Counts, among all 2^n assignments, those whose form reaches the observed one. */
  long enumerate() {
    if (matrix.length == 0) {
      return 1;
    }
    double[][] linear = new double[matrix.length + 1][matrix.length];
    for (int j = 1; j < matrix.length; j++) {
      linear[1][j] = matrix[j][0];
    }
    return 2 * reached(1, 0, linear); // s and -s give one form
  }

  /**
   * Counts the assignments of the pairs from {@code index} on.
   *
   * @param form the form over the pairs before, without the diagonal
   * @param linear in row {@code index}, for each pair from {@code index} on, its product with the
   *     pairs before
   */
  private long reached(int index, double form, double[][] linear) {
    if (index == matrix.length) {
      return form >= threshold ? 1 : 0;
    }
    long count = 0;
    for (int sign = -1; sign <= 1; sign += 2) {
      for (int j = index + 1; j < matrix.length; j++) {
        linear[index + 1][j] = linear[index][j] + sign * matrix[j][index];
      }
      double next = form + 2 * sign * linear[index][index];
      count += reached(index + 1, next, linear);
    }
    return count;
  }

  /** Counts, among random assignments, those whose form reaches the observed one. */
  long draw(int assignments, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    long reached = 0;
    for (int left = assignments; left > 0; left -= BATCH) {
      byte[][] codes = codes(random, Math.min(left, BATCH));
      for (double form : forms(codes)) {
        if (form >= threshold) {
          reached++;
        }
      }
    }
    return reached;
  }

  /** Draws assignments: a row for each group of pairs, a column for each assignment. */
  private byte[][] codes(UniformRandomProvider random, int assignments) {
    byte[][] codes = new byte[(matrix.length + GROUP - 1) / GROUP][assignments];
    for (int k = 0; k < assignments; k++) {
      long bits = 0;
      for (int group = 0; group < codes.length; group++) {
        if (group % (Long.SIZE / GROUP) == 0) {
          bits = random.nextLong();
        }
        codes[group][k] = (byte) (bits & (CODES - 1));
        bits >>>= GROUP;
      }
    }
    return codes;
  }

  /**
   * Computes the forms of assignments. What two groups of pairs add to a form takes only 256
   * values: they are tabulated, and looked up once an assignment.
   */
  private double[] forms(byte[][] codes) {
    double[] forms = new double[codes[0].length];
    double[] table = new double[CODES * CODES];
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j <= i; j++) {
        tabulate(i, j, table);
        byte[] first = codes[i];
        byte[] second = codes[j];
        for (int k = 0; k < forms.length; k++) {
          forms[k] += table[first[k] << GROUP | second[k]];
        }
      }
    }
    return forms;
  }

  /** Fills in what two groups of pairs add to the form, for all signs of both. */
  private void tabulate(int first, int second, double[] table) {
    double weight = first == second ? 1 : 2;
    double[] products = new double[GROUP];
    for (int codeJ = 0; codeJ < CODES; codeJ++) {
      for (int i = 0; i < GROUP; i++) {
        double sum = 0;
        for (int j = 0; j < GROUP; j++) {
          sum += sign(codeJ, j) * entry(first * GROUP + i, second * GROUP + j);
        }
        products[i] = weight * sum;
      }
      for (int codeI = 0; codeI < CODES; codeI++) {
        double sum = 0;
        for (int i = 0; i < GROUP; i++) {
          sum += sign(codeI, i) * products[i];
        }
        table[codeI << GROUP | codeJ] = sum;
      }
    }
  }

  private static int sign(int code, int index) {
    return 1 - 2 * (code >> index & 1);
  }

  private double entry(int i, int j) {
    int larger = Math.max(i, j);
    return i == j || larger >= matrix.length ? 0 : matrix[larger][Math.min(i, j)];
  }
}
