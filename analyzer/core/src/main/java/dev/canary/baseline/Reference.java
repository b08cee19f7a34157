package dev.canary.baseline;

/** What a run is compared with, and whether that comparison may judge it. */
public sealed interface Reference {
  /** The approved baseline of the version that answered: it judges. */
  record Approved(Baseline baseline) implements Reference {}

  /** The suite's last approved baseline, of another version: it describes and judges nothing. */
  record OtherVersion(Baseline baseline) implements Reference {}

  /** There is nothing to compare with; {@code reason} says why and {@code cure} what to do. */
  record Absent(String reason, String cure) implements Reference {}
}
