package dev.canary.app.serve;

import dev.canary.alert.AlertState;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Watched;
import dev.canary.format.FormatException;
import dev.canary.watch.Tier;
import java.time.Instant;

/** Replays, judges and records one run of a watch. */
interface Runner {
  /**
   * Does it.
   *
   * @return where the alerts of the watch stand after it
   */
  AlertState run(Watched watch, Tier tier, Instant due) throws CannotRunException, FormatException;
}
