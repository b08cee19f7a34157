package dev.canary.app.web;

import dev.canary.app.job.Explainer;
import dev.canary.app.job.KnownMode;
import dev.canary.app.serve.Daemon;
import dev.canary.store.Store;
import java.time.Clock;
import java.util.Optional;

/**
 * What the page shows and what it may do.
 *
 * @param daemon whose page it is
 * @param store holds the runs, what happened to alerts, and silences
 * @param explainer judges a run again, for its arithmetic
 * @param knownMode accepts how a run answered
 * @param clock dates what is shown
 * @param metrics served at {@code /metrics}
 */
public record Parts(
    Daemon daemon,
    Store store,
    Explainer explainer,
    KnownMode knownMode,
    Clock clock,
    Optional<Scrape> metrics) {}
