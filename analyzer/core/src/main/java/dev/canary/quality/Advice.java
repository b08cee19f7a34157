package dev.canary.quality;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that keeps a suite from noticing what it could, and what would mend it.
 *
 * <p>Advice never judges a run: a suite with advice is a suite that can be made better.
 *
 * @param kind what is wrong
 * @param reason in one sentence, with its numbers
 * @param cure what to do about it
 * @param cases that it is about, in the order of the suite or the most affected first; empty where
 *     it is about the suite
 */
public record Advice(Kind kind, String reason, String cure, List<Named> cases) {
  public Advice {
    cases = List.copyOf(cases);
  }

  /** What keeps a suite from noticing. */
  public enum Kind {
    /** A label that the case's own noise can change. */
    THIN_MARGIN,
    /** A label that a movement inside the precision class can change. */
    TIED,
    /** A probability so near 0 or 1 that a change inside the model cannot show. */
    SATURATED,
    /** Captured answers of NaN or infinity, which every later answer is then expected to hold. */
    NON_FINITE,
    /** An input that another case has, too. */
    SAME_INPUT,
    /** An answer that another case gives, too. */
    SAME_ANSWER,
    /** No case sees a movement of 1 % in one run. */
    BLIND,
    /** Captures that resemble their predecessors say less than their number. */
    CORRELATED,
    /** Captures of one moment know nothing of the noise of hours. */
    BURST;

    /** The name used in files, for example {@code thin-margin}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A case with what was measured of it.
   *
   * @param id of the case
   * @param like the case that it repeats; empty where there is none
   * @param figures by name; empty where the suite is private
   */
  public record Named(String id, String like, SortedMap<String, Double> figures) {
    public Named {
      figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    }

    static Named with(String id, Map<String, Double> figures) {
      return new Named(id, "", new TreeMap<>(figures));
    }

    static Named like(String id, String other) {
      return new Named(id, other, new TreeMap<>());
    }

    Named withoutFigures() {
      return new Named(id, like, new TreeMap<>());
    }
  }
}
