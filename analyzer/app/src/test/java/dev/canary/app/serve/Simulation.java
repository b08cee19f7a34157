package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Opener;
import dev.canary.app.job.StoreRecorder;
import dev.canary.app.job.Wiring;
import dev.canary.event.JudgedRun;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Publisher;
import dev.canary.event.Relay;
import dev.canary.event.Topic;
import dev.canary.format.FormatException;
import dev.canary.store.DueByHand;
import dev.canary.store.DueTable;
import dev.canary.store.Store;
import dev.canary.suite.Place;
import dev.canary.watch.Tier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A daemon on simulated time: its own loop, jobs, table of what is due and store; models, clock and
 * broker are the test's.
 */
final class Simulation implements AutoCloseable, Publisher {
  private final Wiring wiring;
  private final HandClock clock;
  private final Turns turns;
  private final Faults faults;
  private final SplittableRandom random;
  private Optional<DueByHand> due = Optional.empty();
  private LiveDaemon daemon;
  private Instant minute;
  private Instant check;

  final Map<String, List<Instant>> ran = new HashMap<>();
  final Map<String, Integer> skipped = new HashMap<>();
  final List<String> troubles = new ArrayList<>();
  final Map<Topic, Integer> published = new EnumMap<>(Topic.class);
  Duration latest = Duration.ZERO;

  Simulation(Wiring wiring, HandClock clock, Turns turns, Faults faults, long seed)
      throws Exception {
    this.wiring = wiring;
    this.clock = clock;
    this.turns = turns;
    this.faults = faults;
    this.random = new SplittableRandom(seed);
    this.minute = clock.instant().plus(LiveDaemon.MINUTE);
    this.check = clock.instant().plus(SelfCheck.EVERY);
    this.daemon = start();
  }

  private LiveDaemon start() throws FormatException, CannotRunException {
    LiveDaemon started = new LiveDaemon(wiring, new Means(), Serve.Options.DEFAULT.grace());
    started.listen(new Notes());
    started.start();
    return started;
  }

  /** Ends the daemon, and begins another on the same store. */
  void restart() throws FormatException, CannotRunException {
    daemon.stop();
    daemon = start();
  }

  /** Lets time pass. */
  void runUntil(Instant end) {
    Relay relay = new Relay(daemonStore().outbox(), this);
    while (true) {
      Instant run = due().next().orElse(Instant.MAX);
      Instant wake = turns.next().orElse(Instant.MAX);
      Instant next = Stream.of(run, wake, minute, check).min(Instant::compareTo).orElseThrow();
      if (next.isAfter(end)) {
        beatUntil(end);
        return;
      }
      beatUntil(next);
      if (next.equals(run)) {
        perform();
      } else if (next.equals(wake)) {
        turns.wake();
      } else if (next.equals(minute)) {
        daemon.minute();
        daemon.present();
        daemon.reloadIfChanged();
        relay.drain();
        minute = minute.plus(LiveDaemon.MINUTE);
      } else {
        daemon.checkItself();
        check = check.plus(SelfCheck.EVERY);
      }
    }
  }

  private DueByHand due() {
    return due.orElseThrow();
  }

  private void beatUntil(Instant instant) {
    while (clock.instant().plus(Pulse.BEAT).isBefore(instant)) {
      clock.advance(Pulse.BEAT);
      daemon.beat();
    }
    if (instant.isAfter(clock.instant())) {
      clock.set(instant);
    }
    daemon.beat();
  }

  /** On a thread of its own only where it may sleep: threads that wait for each other take long. */
  private void perform() {
    if (faults.isAnySlow(clock.instant())) {
      turns.take(due()::perform);
    } else {
      due().perform();
    }
  }

  Store daemonStore() {
    try {
      return wiring.store();
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Map<String, String> publish(List<OutgoingEvent> events) {
    events.forEach(event -> published.merge(event.topic(), 1, Integer::sum));
    return Map.of();
  }

  @Override
  public boolean lostTheBroker() {
    return false;
  }

  @Override
  public void close() {
    daemon.stop();
  }

  /** Real parts, but for the models and the hand that moves the clock. */
  private final class Means implements LiveDaemon.Means {
    @Override
    public Roster roster(Wiring files, Instant at) throws FormatException, CannotRunException {
      Roster read = Roster.read(files, at);
      Opener models =
          (suite, folder) -> {
            if (!(suite.target().place() instanceof Place.File)) {
              return read.golden().targets().open(suite, folder); // the daemon's own model
            }
            String watch = String.valueOf(suite.target().file().getFileName()).replace(".csv", "");
            return new SimulatedModel(
                SimulatedSuites.isNoisy(watch),
                faults.at(watch, clock.instant()),
                random,
                clock,
                turns);
          };
      StoreRecorder recorder = new StoreRecorder(files.store());
      return new Roster(
          read.posts(),
          read.golden().over(models, recorder),
          read.smoke().over(models, recorder),
          at);
    }

    @Override
    public DueTable table(Store store, DueTable.Duty duty, Clock steady) {
      DueByHand made = DueByHand.of(store, duty, steady);
      due = Optional.of(made);
      return made.table();
    }
  }

  /** What the daemon tells those who look on. */
  private final class Notes implements Listener {
    @Override
    public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant instant) {
      ran.computeIfAbsent(judged.watch(), w -> new ArrayList<>()).add(instant);
    }

    @Override
    public void started(String watch, Tier tier, Duration late) {
      latest = late.compareTo(latest) > 0 ? late : latest;
    }

    @Override
    public void skipped(String watch) {
      skipped.merge(watch, 1, Integer::sum);
    }

    @Override
    public void failed(String watch, String why) {
      troubles.add(watch + ": " + why);
    }
  }
}
