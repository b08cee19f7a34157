package dev.canary.app.serve;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the daemon stands.
 *
 * @param startedAt when it started
 * @param watches in the order of their files
 * @param reloadedAt when the configuration that holds was read
 * @param reloadProblem why a newer one does not hold; empty if there is none
 * @param restart what of the files holds only after a restart; empty if nothing
 * @param selfCheck why the prober itself is at fault; empty if its own built-in target answers well
 * @param breaker why alerts are held back: most watches fail at once; empty while they do not
 * @param waiting events that are not delivered yet
 * @param oldestWaiting when the oldest of them was recorded
 * @param storeAnsweredAt when the store last answered; it is asked once a second
 */
public record DaemonStatus(
    Instant startedAt,
    List<WatchStatus> watches,
    Instant reloadedAt,
    Optional<String> reloadProblem,
    Optional<String> restart,
    Optional<String> selfCheck,
    Optional<String> breaker,
    int waiting,
    Optional<Instant> oldestWaiting,
    Instant storeAnsweredAt) {
  public DaemonStatus {
    watches = List.copyOf(watches);
  }

  /** A watch by its name. */
  public Optional<WatchStatus> watch(String name) {
    return watches.stream().filter(w -> w.watch().equals(name)).findFirst();
  }
}
