package dev.canary.app.serve;

import dev.canary.alert.AlertState;
import dev.canary.alert.Silence;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.verdict.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a watch stands, as far as this daemon knows.
 *
 * @param watch its name; that of one of several replicas ends in the replica's
 * @param suite that it replays
 * @param region where the watched deployment is
 * @param isPrivate true if nothing of its inputs and outputs may be shown
 * @param dryRun true if its alerts are recorded and not told
 * @param last its last recorded golden run
 * @param alerts where its alerts stand
 * @param due when it runs next
 * @param trouble why no run comes about; empty if all is well
 * @param latency how long its suite allows an answer to take; empty if it says nothing of it
 * @param silence in which nobody is paged, as of its last run or minute
 * @param closed true in a blackout, in which there are no runs
 */
public record WatchStatus(
    String watch,
    String suite,
    Optional<String> region,
    boolean isPrivate,
    boolean dryRun,
    Optional<Last> last,
    AlertState alerts,
    Optional<Instant> due,
    Optional<String> trouble,
    Optional<LatencyBudget> latency,
    Optional<Silence> silence,
    boolean closed) {

  /**
   * A recorded run.
   *
   * @param id of the run
   * @param verdict of it
   * @param startedAt when
   */
  public record Last(String id, Verdict verdict, Instant startedAt) {}
}
