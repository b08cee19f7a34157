package dev.canary.kafka;

import java.time.Instant;

/** Where reading starts. */
public sealed interface ReadFrom {
  /** The oldest record that the broker still has. */
  record Beginning() implements ReadFrom {}

  /**
   * The first record written at or after a time. A record is written when it is delivered, so never
   * before the event that it tells of.
   */
  record Time(Instant instant) implements ReadFrom {}

  /** The same offset in every partition. */
  record Offset(long offset) implements ReadFrom {
    public Offset {
      if (offset < 0) {
        throw new IllegalArgumentException("offset must be 0 or more, is " + offset);
      }
    }
  }
}
