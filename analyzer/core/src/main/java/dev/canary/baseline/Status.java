package dev.canary.baseline;

import java.util.Locale;

/** Where a baseline is in its life; only an approved one judges. */
public enum Status {
  CAPTURED,
  APPROVED,
  SUPERSEDED;

  /** The name used in files, for example {@code approved}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
