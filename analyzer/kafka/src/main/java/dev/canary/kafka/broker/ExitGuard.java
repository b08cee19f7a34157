package dev.canary.kafka.broker;

import java.io.Serial;
import org.apache.kafka.common.utils.Exit;

/**
 * A broker that cannot go on (its disk is full, its folder is gone) ends the process: right for a
 * server of its own, wrong inside this one, whose exit code means something. Here only the broker
 * ends.
 */
final class ExitGuard {
  private ExitGuard() {}

  static void install() {
    Exit.setExitProcedure(ExitGuard::endThread);
    Exit.setHaltProcedure(ExitGuard::endThread);
  }

  private static void endThread(int status, String message) {
    BrokerThreads.giveUp();
    throw new BrokerGaveUp(message == null ? "the broker gave up with status " + status : message);
  }

  /** Unwinds the thread that wanted to end the process. */
  static final class BrokerGaveUp extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    BrokerGaveUp(String message) {
      super(message);
    }
  }
}
