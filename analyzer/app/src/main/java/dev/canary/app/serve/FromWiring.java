package dev.canary.app.serve;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import dev.canary.store.DueTable;
import dev.canary.store.Store;
import java.time.Clock;
import java.time.Instant;

/**
 * The means of a daemon in production.
 *
 * @param options how many watches run at once, and how long they are waited for
 */
record FromWiring(Serve.Options options) implements LiveDaemon.Means {
  @Override
  public Roster roster(Wiring wiring, Instant at) throws FormatException, CannotRunException {
    return Roster.read(wiring, at);
  }

  @Override
  public DueTable table(Store store, DueTable.Duty duty, Clock clock) {
    return DueTable.of(store, duty, clock, options.workers(), options.patience());
  }
}
