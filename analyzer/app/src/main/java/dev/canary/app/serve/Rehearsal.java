package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Folders;
import dev.canary.app.job.Opener;
import dev.canary.app.job.StoreRecorder;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.event.JudgedRun;
import dev.canary.format.FormatException;
import dev.canary.format.Workspace;
import dev.canary.store.DueTable;
import dev.canary.store.Store;
import dev.canary.suite.Place;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Tier;
import dev.canary.watch.WatchSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Goes through all that a run does, before the first that counts: a Java that has compiled nothing
 * yet takes many times as long, and where many watches are due each second the first are all late.
 *
 * <p>It is a daemon on a store of its own in a temporary folder, which replays models in files, one
 * of each kind, and the daemon's own model in the place of servers. Nothing of it is recorded,
 * published or counted, and no server is asked.
 *
 * @param runs so many compile what every run needs
 * @param atMost how long it may take
 * @param isOver whether somebody wants it to end
 */
public record Rehearsal(int runs, Duration atMost, BooleanSupplier isOver) {
  /** None. */
  public static final Rehearsal NONE = new Rehearsal(0, Duration.ZERO, () -> true);

  private static final int ENOUGH = 600;

  /** Time for it on two slow cores, and for a model that is first tried in a child process. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);

  private static final System.Logger LOG = System.getLogger(Rehearsal.class.getName());

  /** Where fewer runs are due in a second, slow ones are in time as well. */
  private static final double MANY = 20;

  private static final int WATCHES = 64;
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 20;

  /** A model in a process of its own, which may be anything, is no file that is read. */
  private static final String PROCESS = "command";

  /** As long as it helps, and until somebody wants it to end. */
  public static Rehearsal until(BooleanSupplier isOver) {
    return new Rehearsal(ENOUGH, LONG_ENOUGH, isOver);
  }

  /**
   * Plays, unless so few runs are due that it is not worth it; waits no longer than it may take.
   * What goes wrong is no matter: the watches will tell it.
   *
   * @param wiring of the daemon that is to start
   * @param roster of it
   */
  void play(Wiring wiring, Roster roster, int workers) {
    if (runs == 0 || perSecond(roster) < MANY) {
      return;
    }
    Thread player = new Thread(() -> playHere(wiring, roster, workers), "canary-rehearsal");
    player.setDaemon(true);
    player.start();
    try {
      await(player);
      player.interrupt();
      player.join(PATIENCE.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      player.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void await(Thread player) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (player.isAlive() && !isOver.getAsBoolean() && System.nanoTime() < end) {
      player.join(LOOK_MILLIS);
    }
  }

  private void playHere(Wiring wiring, Roster roster, int workers) {
    try (SelfServer own = SelfServer.start()) {
      Path folder = Files.createTempDirectory("canary-rehearsal");
      try {
        List<Watched> cast = cast(roster, own);
        tryOut(roster.golden().targets(), cast);
        play(folder, wiring, roster, cast, workers);
      } finally {
        Folders.delete(folder);
      }
    } catch (IOException | FormatException | CannotRunException | RuntimeException e) {
      LOG.log(Level.DEBUG, "no rehearsal", e);
    } catch (InterruptedException e) {
      // It has taken long enough.
    }
  }

  /** What is to be tried in a child process is so once, and not by every worker at a time. */
  private static void tryOut(Opener models, List<Watched> cast) {
    Set<TargetSpec> known = new HashSet<>();
    for (Watched each : cast) {
      if (known.add(each.suite().target())) {
        try {
          models.open(each.suite(), each.folder()).close();
        } catch (LoadException e) {
          LOG.log(Level.DEBUG, "a model does not load, which its watches will tell", e);
        }
      }
    }
  }

  private void play(Path folder, Wiring wiring, Roster roster, List<Watched> cast, int workers)
      throws IOException, FormatException, CannotRunException, InterruptedException {
    Files.createDirectories(folder.resolve("canaries"));
    CountDownLatch left = new CountDownLatch(runs);
    try (Wiring stage = Wiring.of(Workspace.at(folder), wiring.clock(), wiring.nanos())) {
      StoreRecorder notes = new StoreRecorder(stage.store());
      Roster players =
          new Roster(
              Roster.posts(cast),
              roster.job(Tier.GOLDEN).recordedBy(notes),
              roster.job(Tier.SMOKE).recordedBy(notes),
              roster.readAt());
      LiveDaemon daemon = new LiveDaemon(stage, new Means(players, workers), Duration.ZERO);
      daemon.listen(
          new Listener() {
            @Override
            public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
              left.countDown();
            }
          });
      try {
        daemon.start();
        left.await();
      } finally {
        daemon.stop();
      }
    }
  }

  private static double perSecond(Roster roster) {
    return roster.posts().values().stream()
        .mapToDouble(post -> 1e3 / post.watch().settings().timing().interval().toMillis())
        .sum();
  }

  /** One watch of each kind of model, many times under other names. */
  private static List<Watched> cast(Roster roster, SelfServer own) {
    Map<String, Watched> kinds = new LinkedHashMap<>();
    for (Post post : roster.posts().values()) {
      var target = post.watch().suite().target();
      if (target.place() instanceof Place.File && !target.type().equals(PROCESS)) {
        kinds.putIfAbsent(target.type() + target.engine().orElse(""), post.watch());
      } else {
        kinds.putIfAbsent("", SelfModel.watched(PERIOD, own.address()));
      }
    }
    List<Watched> each = List.copyOf(kinds.values());
    return IntStream.range(0, WATCHES).mapToObj(i -> often(each.get(i % each.size()), i)).toList();
  }

  private static Watched often(Watched watch, int number) {
    WatchSettings settings =
        new WatchSettings(
            new ScheduleSpec.Every(PERIOD),
            watch.settings().policy(),
            Optional.empty(),
            watch.settings().weight(),
            false);
    return new Watched(
        SelfModel.WATCH + number, watch.suite(), watch.folder(), settings, Optional.empty());
  }

  /** By what the daemon of a rehearsal watches. */
  private record Means(Roster players, int workers) implements LiveDaemon.Means {
    @Override
    public Roster roster(Wiring wiring, Instant at) {
      return players;
    }

    @Override
    public DueTable table(Store store, DueTable.Duty duty, Clock clock) {
      return DueTable.of(store, duty, clock, workers, PATIENCE);
    }
  }
}
