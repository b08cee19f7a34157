package dev.canary.target;

/**
 * What a server says of itself at one of its health endpoints.
 *
 * @param says yes, no or nothing
 * @param reason what was asked and answered, in one line
 */
public record Sign(Says says, String reason) {
  /** The meaning of what was answered. */
  public enum Says {
    YES,
    NO,
    /** The protocol has no such endpoint, or this server answers the same whatever happens. */
    NOTHING
  }

  /** It says yes. */
  public static Sign yes(String reason) {
    return new Sign(Says.YES, reason);
  }

  /** It says no. */
  public static Sign no(String reason) {
    return new Sign(Says.NO, reason);
  }

  /** It says nothing that means anything. */
  public static Sign nothing(String reason) {
    return new Sign(Says.NOTHING, reason);
  }
}
