package dev.canary.baseline;

import java.util.Optional;
import java.util.Set;

/** What a run is compared with, and whether that comparison may judge it. */
public sealed interface Reference {
  /** The baseline that a run is set beside, whether it judges or only describes. */
  default Optional<Baseline> anyBaseline() {
    if (this instanceof Approved approved) {
      return Optional.of(approved.baseline);
    }
    return this instanceof OtherVersion other ? Optional.of(other.baseline) : Optional.empty();
  }

  /** The same, of these cases alone. */
  default Reference only(Set<String> cases) {
    if (this instanceof Approved approved) {
      return new Approved(approved.baseline.only(cases));
    }
    return this instanceof OtherVersion other ? new OtherVersion(other.baseline.only(cases)) : this;
  }

  /** The approved baseline of the version that answered: it judges. */
  record Approved(Baseline baseline) implements Reference {}

  /** The suite's last approved baseline, of another version: it describes and judges nothing. */
  record OtherVersion(Baseline baseline) implements Reference {}

  /** There is nothing to compare with; {@code reason} says why and {@code cure} what to do. */
  record Absent(String reason, String cure) implements Reference {}
}
