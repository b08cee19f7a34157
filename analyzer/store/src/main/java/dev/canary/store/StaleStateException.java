package dev.canary.store;

/**
 * Something else of the watch was stored since its evidence or alerts were read; nothing was
 * stored: read again, make the step again, record again.
 */
public final class StaleStateException extends StoreException {
  private static final long serialVersionUID = 1L;

  StaleStateException(String watch) {
    super("another run of " + watch + " was counted at the same moment: run again");
  }
}
