package dev.canary.app.serve;

import dev.canary.app.job.AlertJob;
import dev.canary.store.DaemonTable;
import dev.canary.store.DueTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends watches that no daemon of the store has in its files any more.
 *
 * <p>Daemons do not read new files at the same moment, and a file may be there by half: a watch
 * ends when it has been in nobody's files for a while. Each daemon says what it has; one that died
 * is believed for a minute.
 */
final class Departures {
  /** How often a daemon says which watches it has. */
  static final Duration SAY = Duration.ofSeconds(10);

  private static final Duration BELIEVED = Duration.ofMinutes(1);

  private final String self = UUID.randomUUID().toString();
  private final DaemonTable daemons;
  private final DueTable table;
  private final AlertJob alerts;
  private final Clock clock;
  private final Duration grace;
  private volatile Set<String> believed = Set.of();
  private final Map<String, Instant> missing = new ConcurrentHashMap<>();

  /**
   * @param grace how long a watch must have been in nobody's files
   */
  Departures(DaemonTable daemons, DueTable table, AlertJob alerts, Clock clock, Duration grace) {
    this.daemons = daemons;
    this.table = table;
    this.alerts = alerts;
    this.clock = clock;
    this.grace = grace;
  }

  /** Says which watches this daemon has, and hears which the others have. */
  void present(Roster roster) {
    daemons.present(self, roster.posts().keySet());
    believed = daemons.watches(BELIEVED);
  }

  /** True for a watch that a daemon of the store had lately. */
  boolean isSomewhere(String name) {
    return believed.contains(name);
  }

  /** Notes which of these watches this daemon does not have. */
  void look(Set<String> names, Roster roster) {
    Instant now = clock.instant();
    names.stream()
        .filter(name -> roster.post(name).isEmpty())
        .forEach(name -> missing.putIfAbsent(name, now));
  }

  /**
   * Ends those whose time has come; one that runs at this moment stays until it has.
   *
   * @return what this daemon ended
   */
  List<AlertJob.Farewell> settle(Roster roster) {
    missing.keySet().removeAll(roster.posts().keySet());
    if (missing.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    believed = daemons.watches(BELIEVED);
    List<AlertJob.Farewell> ended = new ArrayList<>();
    for (Map.Entry<String, Instant> each : Map.copyOf(missing).entrySet()) {
      if (believed.contains(each.getKey())) {
        missing.put(each.getKey(), now);
      } else if (!each.getValue().plus(grace).isAfter(now)) {
        end(each.getKey(), now).ifPresent(ended::add);
      }
    }
    return ended;
  }

  /** What was planned goes last: whoever dies before that is followed by another attempt. */
  private Optional<AlertJob.Farewell> end(String name, Instant now) {
    if (table.isBeingDone(name)) {
      return Optional.empty();
    }
    Optional<AlertJob.Farewell> farewell = alerts.removed(name, now);
    if (table.remove(name)) {
      missing.remove(name);
    }
    return farewell;
  }

  /** Says that this daemon has ended. */
  void close() {
    daemons.gone(self);
  }
}
