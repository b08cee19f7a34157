package dev.canary.check;

import java.util.Locale;

/** What a finding means for the verdict of its run. */
public enum Decides {
  /** A fact: a deviation makes the run BROKEN. */
  FACT,
  /**
   * Beyond the noise floor's margin: a deviation makes the run DRIFTED, if a second replay agrees.
   */
  MARGIN,
  /** Described for people; decides nothing. */
  NOTHING;

  /** The name used in files, for example {@code fact}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
