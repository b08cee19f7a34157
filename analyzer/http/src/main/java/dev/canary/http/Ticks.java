package dev.canary.http;

import java.util.concurrent.TimeUnit;

/** A monotonic clock that can be waited on, so that what waits can be tested without waiting. */
interface Ticks {
  /** The machine's own. */
  Ticks SYSTEM =
      new Ticks() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  /** The time, in nanoseconds from any origin. */
  long nanos();

  /** Waits so long; not at all for a time that is not positive. */
  void sleep(long nanos) throws InterruptedException;
}
