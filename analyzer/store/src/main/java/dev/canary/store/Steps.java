package dev.canary.store;

import java.util.Optional;

/**
 * What a run did to what is remembered of its watch.
 *
 * @param evidence its step of evidence; empty where nothing is counted
 * @param alerts its step of the alert machine
 */
public record Steps(Optional<EvidenceRecord> evidence, Optional<AlertRecord> alerts) {
  /** Nothing. */
  public static final Steps NONE = new Steps(Optional.empty(), Optional.empty());
}
