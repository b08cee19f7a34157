package dev.canary.store;

/** A run of this id is already in the store; nothing of the second one was stored. */
public final class DuplicateRunException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final String runId;

  DuplicateRunException(String runId) {
    super(
        "run "
            + runId
            + " is already recorded: its watch has run for this instant before;"
            + " 'canary explain "
            + runId
            + "' shows it");
    this.runId = runId;
  }

  /** The id that both runs have. */
  public String runId() {
    return runId;
  }
}
