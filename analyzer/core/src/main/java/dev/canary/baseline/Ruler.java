package dev.canary.baseline;

import dev.canary.suite.Case;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;

/**
 * How far apart two answers to one case are, in the units in which that is judged.
 *
 * <p>Two questions have two coordinates. <em>Beyond the class?</em> A coordinate moved beyond
 * precision class c when |delta| &gt; c x U; U is 1 for probabilities, else the larger of the
 * largest magnitude in the centre's row and the output's unit, so that a value near zero borrows
 * the suite's scale. <em>How far in noise floors?</em> Scores are taken in log space for
 * probabilities, clipped at the larger of c and exp(-30), and relative to U otherwise; z = score /
 * max(scale, floor), where the floor is the largest score that a movement inside the class can have
 * from this centre: c, and for probabilities the larger of log(1 + c / p) and log(p / (p - c)), all
 * clipped. So a movement inside the class has z &lt;= 1 in both coordinates, and a larger movement
 * to one side never has a smaller z: the floor depends on the centre alone.
 *
 * <p>Every number is finite but the share, and the delta where doubles overflow.
 *
 * <p>Source: the product's statistics, section 1, "The class rule" and level 1. There,
 * probabilities at or below c drop out of the score; here they are clipped at c, which is the same
 * for two small ones and still sees a probability that falls from 0.5 to 0.
 *
 * @param kind what the numbers mean
 * @param tolerance c, the class's allowed movement
 * @param unit the magnitude that near-zero rows borrow
 */
public record Ruler(OutputKind kind, double tolerance, double unit) {
  private static final double SMALLEST = Math.exp(-30);

  /**
   * The ruler for one output of one case: a case's own tolerance comes before its own class, and
   * that before the output's.
   */
  public static Ruler of(OutputSpec spec, Case golden, double unit) {
    double ofClass = golden.precision().orElse(spec.precision()).tolerance();
    return new Ruler(spec.kind(), golden.tolerance().orElse(ofClass), spec.unit().orElse(unit));
  }

  /**
   * Measures how far {@code now} is from {@code centre}.
   *
   * @param centre the baseline's values, row-major
   * @param now the values of the run, as many
   * @param width the length of a row
   * @param scale the case's noise floor in score coordinates; 0 when not yet known
   */
  public Movement measure(double[] centre, double[] now, int width, double scale) {
    Tally tally = new Tally(scale);
    for (int start = 0; start < centre.length; start += width) {
      double u = unitOf(centre, start, width);
      for (int i = start; i < start + width; i++) {
        if (centre[i] != now[i]) {
          compare(centre[i], now[i], u, tally);
        }
      }
    }
    return tally.movement();
  }

  private void compare(double centre, double now, double u, Tally tally) {
    if (!Double.isFinite(centre) || !Double.isFinite(now)) {
      tally.addIncomparable(centre, now);
      return;
    }
    double delta = Math.abs(now - centre);
    if (kind == OutputKind.PROBABILITIES) {
      double clip = clip();
      double from = Math.max(centre, clip);
      double to = Math.max(now, clip);
      // log(1 + r) lies between r / (1 + r) and r: logarithms are only for what may be largest.
      double most = Math.abs(to - from) / Math.min(from, to);
      double leastFloor = tolerance / (from + tolerance);
      if (tally.mayGrow(most, leastFloor)) {
        double scored = Math.abs(Math.log(to / from));
        tally.score(scored, tally.mayGrow(scored, leastFloor) ? floor(from, clip) : leastFloor);
      }
      tally.move(delta, delta, tolerance);
    } else {
      tally.score(delta / u, tolerance);
      tally.move(delta, delta / u, tolerance);
    }
  }

  /** The largest log score of a movement inside the class from this probability. */
  private double floor(double from, double clip) {
    double up = Math.log1p(tolerance / from);
    double down = Math.log(from / Math.max(from - tolerance, clip));
    return Math.max(up, down);
  }

  /** U of one row: what the class and, but for probabilities, the score are relative to. */
  private double unitOf(double[] centre, int start, int width) {
    if (kind == OutputKind.PROBABILITIES) {
      return 1;
    }
    double u = Math.max(unit, largest(centre, start, width));
    return u > 0 ? u : 1;
  }

  private static double largest(double[] row, int start, int width) {
    double largest = 0;
    for (int i = start; i < start + width; i++) {
      double magnitude = Math.abs(row[i]);
      if (magnitude > largest && magnitude <= Double.MAX_VALUE) {
        largest = magnitude;
      }
    }
    return largest;
  }

  /**
   * The largest movement of a number in this row, in output units, that the class or a score of
   * this size explains.
   *
   * @param row the values of the baseline
   * @param score a noise floor, or several
   */
  public double explained(double[] row, double score) {
    double u = unitOf(row, 0, row.length);
    double noise =
        kind == OutputKind.PROBABILITIES
            ? largest(row, 0, row.length) * Math.expm1(score)
            : u * score;
    return Math.max(tolerance * u, noise);
  }

  /**
   * The smallest movement of one number in this row, in output units, that scores so many noise
   * floors: the inverse of {@link #measure}. It lies beyond the class wherever z is at least 1.
   *
   * @param row the values of the baseline
   * @param scale the case's noise floor in score coordinates
   * @param z how many noise floors
   * @return infinite where no movement scores as many
   */
  public double visible(double[] row, double scale, double z) {
    if (kind != OutputKind.PROBABILITIES) {
      return unitOf(row) * z * Math.max(scale, tolerance);
    }
    double smallest = Double.POSITIVE_INFINITY;
    for (double p : row) {
      smallest = Math.min(smallest, visibleFrom(p, scale, z));
    }
    return smallest;
  }

  private double visibleFrom(double p, double scale, double z) {
    double clip = clip();
    double from = Math.max(p, clip);
    double score = z * Math.max(scale, floor(from, clip));
    double up = from * Math.exp(score) - p;
    double down = p - from * Math.exp(-score);
    double least = p + up <= 1 ? up : Double.POSITIVE_INFINITY;
    least = p - down >= clip ? Math.min(least, down) : least;
    return Math.max(least, tolerance);
  }

  /** The probability below which one is not told from another. */
  public double clip() {
    return Math.max(tolerance, SMALLEST);
  }

  /** U of one row: what its movements are relative to. */
  public double unitOf(double[] row) {
    return unitOf(row, 0, row.length);
  }

  /** The running maxima over the coordinates of one answer. */
  private static final class Tally {
    private final double scale;
    private double delta;
    private double share;
    private double score;
    private double z;

    Tally(double scale) {
      this.scale = scale;
    }

    void move(double moved, double relative, double tolerance) {
      delta = Math.max(delta, moved);
      share = Math.max(share, ratio(relative, tolerance));
    }

    void score(double scored, double floor) {
      score = Math.max(score, Math.min(scored, Double.MAX_VALUE));
      z = Math.max(z, Math.min(ratio(scored, Math.max(scale, floor)), Double.MAX_VALUE));
    }

    /** False when a score of at most this, over at least this floor, is no new maximum. */
    boolean mayGrow(double mostScored, double leastFloor) {
      return mostScored > score || mostScored > z * Math.max(scale, leastFloor);
    }

    /**
     * NaN against NaN is no movement; anything else that is not finite is beyond every class. A
     * centre of NaN may only have flickered, and has no z; an infinite one was always there.
     */
    void addIncomparable(double centre, double now) {
      if (Double.isNaN(centre) && Double.isNaN(now)) {
        return;
      }
      share = Double.POSITIVE_INFINITY;
      z = Double.isInfinite(centre) ? Double.MAX_VALUE : z;
    }

    Movement movement() {
      return new Movement(delta, share, score, z);
    }

    private static double ratio(double moved, double allowed) {
      return moved == 0 ? 0 : moved / allowed;
    }
  }
}
