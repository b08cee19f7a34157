package dev.canary.store;

/**
 * Another run of the watch was counted since its evidence was read; nothing of this run was stored:
 * read again, make the step again, record again.
 */
public final class StaleEvidenceException extends StoreException {
  private static final long serialVersionUID = 1L;

  StaleEvidenceException(String watch) {
    super("another run of " + watch + " was counted at the same moment: run again");
  }
}
