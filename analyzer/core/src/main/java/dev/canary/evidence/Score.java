package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** One of the three numbers that a run of a suite scores. */
public enum Score {
  /** S_max, the worst case, in noise floors. */
  MAX(0, 1),
  /** S_rms, all cases together, in noise floors. */
  RMS(1, 1),
  /** C_lab, how many cases have a label outside the set seen in their captures. */
  LABELS(2, 0);

  /** Scores of a suite of values and labels. */
  public static final Set<Score> ALL = Collections.unmodifiableSet(EnumSet.allOf(Score.class));

  /** Scores of a suite of values without labels. */
  public static final Set<Score> VALUES = Collections.unmodifiableSet(EnumSet.of(MAX, RMS));

  /** Scores of a suite of labels or texts alone. */
  public static final Set<Score> LABELS_ONLY = Collections.unmodifiableSet(EnumSet.of(LABELS));

  private final int index;
  private final double floor;

  Score(int index, double floor) {
    this.index = index;
    this.floor = floor;
  }

  /** Its place in the layout of {@link EvidenceState}. */
  int index() {
    return index;
  }

  /**
   * The least score that a limit is a multiple of: 1 for values, since up to there every movement
   * stays inside the precision class; 0 for labels, which have no class.
   */
  public double floor() {
    return floor;
  }

  /** This score of a run. */
  public double of(SuiteScores scores) {
    return switch (this) {
      case MAX -> scores.max();
      case RMS -> scores.rms();
      case LABELS -> scores.labels();
    };
  }
}
