package dev.canary.app.serve;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import dev.canary.format.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the files of a workspace say, as far as they could be read: files that are wrong change
 * nothing.
 *
 * <p>Read by any thread, looked after by one.
 */
final class Configuration {
  private final LiveDaemon.Means means;
  private final Clock clock;
  private final Settings atStart;
  private volatile Wiring wiring;
  private volatile Roster roster;
  private volatile Optional<String> problem = Optional.empty();
  private volatile Optional<String> restart = Optional.empty();
  private Map<Path, String> loaded;
  private Map<Path, String> seen;

  /** Reads the files for the first time. */
  Configuration(Wiring wiring, LiveDaemon.Means means, Clock clock)
      throws FormatException, CannotRunException {
    this.means = means;
    this.clock = clock;
    this.atStart = wiring.settings();
    this.wiring = wiring;
    this.loaded = FileStamps.of(wiring.workspace().canaries());
    this.seen = loaded;
    this.roster = means.roster(wiring, clock.instant());
  }

  /** The watches that hold. */
  Roster roster() {
    return roster;
  }

  /** Why newer files do not hold. */
  Optional<String> problem() {
    return problem;
  }

  /** What of the files holds only after a restart: what was opened at the start stays open. */
  Optional<String> restart() {
    return restart;
  }

  /** True if the files have changed since they were read, and have come to rest. */
  boolean hasChanged() {
    Map<Path, String> now = FileStamps.of(wiring.workspace().canaries());
    boolean restless = !now.equals(seen);
    seen = now;
    return !restless && !now.equals(loaded);
  }

  /** Reads the files again; if that fails, all but the problem stays as it was. */
  void read() {
    loaded = seen;
    try {
      Wiring next = wiring.again();
      roster = means.roster(next, clock.instant());
      wiring = next;
      restart = restart(next.settings());
      problem = Optional.empty();
    } catch (FormatException e) {
      problem = Optional.of(e.summary());
    } catch (CannotRunException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> restart(Settings now) {
    Map<String, Boolean> changed = new LinkedHashMap<>();
    changed.put("store", !now.store().equals(atStart.store()));
    changed.put("retention", !now.retention().equals(atStart.retention()));
    changed.put("kafka", !now.kafka().equals(atStart.kafka()));
    changed.put("http", !now.http().equals(atStart.http()));
    String names =
        changed.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return Optional.of("what changed under " + names + " holds after a restart of the daemon")
        .filter(text -> !names.isEmpty());
  }
}
