package dev.canary.app.action;

import java.time.Duration;

/** One action at work: it looks at what the store holds, and does what is due. */
interface FollowUp extends AutoCloseable {
  /**
   * Does what is due.
   *
   * @return after what time to look again, unless something happens before
   */
  Duration pass();

  @Override
  void close();
}
