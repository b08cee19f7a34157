package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.app.job.AlertJob;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.event.AlertNews;
import dev.canary.format.FormatException;
import dev.canary.format.KafkaSettings;
import dev.canary.store.DueTable;
import dev.canary.store.Store;
import dev.canary.watch.Tier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The watches of a workspace on their schedules. Its parts are driven by {@link Serve}. */
final class LiveDaemon implements Daemon {
  /** A watch that is planned so much later than its schedule says is planned anew. */
  private static final Duration ASTRAY = Duration.ofMinutes(1);

  static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NAP = MINUTE.multipliedBy(2);

  private final Store store;
  private final SteadyClock clock;
  private final Instant startedAt;
  private final Listeners listeners = new Listeners();
  private final Board board = new Board(listeners);
  private final Doubts doubts = new Doubts(() -> roster().posts().size());
  private final AlertJob alerts;
  private final SelfServer selfServer;
  private final SelfCheck selfCheck;
  private final Pulse pulse;
  private final DueTable table;
  private final Backlog backlog;
  private final Departures departures;
  private final Configuration configuration;
  private final boolean delivers;
  private Instant lookedAt;
  private Roster planned;

  /** By what a daemon watches. */
  interface Means {
    /** Reads the watches, and makes the jobs that run them. */
    Roster roster(Wiring wiring, Instant at) throws FormatException, CannotRunException;

    /** The table of what is due. */
    DueTable table(Store store, DueTable.Duty duty, Clock clock);
  }

  LiveDaemon(Wiring wiring, Means means, Duration grace)
      throws FormatException, CannotRunException {
    this.store = wiring.store();
    store.checkWritable();
    Instant newest = store.newestDue().orElse(Instant.EPOCH);
    this.clock = new SteadyClock(wiring.clock(), wiring.nanos(), newest);
    this.pulse = new Pulse(wiring.nanos());
    this.startedAt = clock.instant();
    this.configuration = new Configuration(wiring, means, clock);
    // What waits for no broker is no backlog.
    this.delivers = !(wiring.settings().kafka() instanceof KafkaSettings.None);
    this.alerts = wiring.alertJob();
    this.selfServer = SelfServer.start();
    this.selfCheck =
        new SelfCheck(
            selfServer.address(),
            () -> configuration.roster().job(Tier.GOLDEN),
            doubts,
            alerts,
            wiring.nanos());
    Runner runner = new JobRunner(configuration::roster, doubts, this::lookAgain, pulse, board);
    this.backlog = new Backlog(store.outbox(), System::nanoTime);
    Rounds rounds =
        new Rounds(configuration::roster, this::isElsewhere, runner, board, clock, backlog::failed);
    this.table = means.table(store, rounds, clock);
    this.departures = new Departures(store.daemons(), table, alerts, clock, grace);
    this.lookedAt = startedAt;
    this.planned = roster();
  }

  /** Asked of watches that are not in the files here. */
  private boolean isElsewhere(String name) {
    return departures.isSomewhere(name);
  }

  /** What is watched, as the files were read last. */
  Roster roster() {
    return configuration.roster();
  }

  /** Begins to run what is due. */
  void start() {
    departures.present(roster());
    for (String name : roster().posts().keySet()) {
      board.alerts(
          name, store.alertsOf(name).state(), store.silencesOf(name).covers(name, startedAt));
      alerts.lastOf(name).ifPresent(board::last);
    }
    Overdue.spread(table, roster(), board, clock.instant());
    countWaiting();
    pulse.begin();
    table.start();
    // What is due first must not wait until all others are planned.
    mend();
  }

  /** Waits for the runs in flight, and gives up those that take too long. */
  void stop() {
    table.close();
    departures.close();
    selfServer.close();
  }

  /** Every ten seconds: other daemons of the store learn what this one has. */
  void present() {
    backlog.write(() -> departures.present(roster()));
  }

  /**
   * Once a minute: time passes for alerts, and what has gone astray in the plan is put right.
   *
   * <p>A time in which nobody looked (the machine slept, its clock was set forward, the store was
   * away, the daemon itself is at fault) is no time in which runs stayed away: the watches run
   * first, and are looked at a minute later.
   */
  void minute() {
    store.newestDue().ifPresent(clock::atLeast);
    mend();
    Instant now = clock.instant();
    boolean stood =
        pulse.stoodSince(pulse.nanos() - MINUTE.toNanos())
            || now.isAfter(lookedAt.plus(NAP))
            || backlog.wasTroubled(NAP)
            || doubts.selfCheck().isPresent();
    for (Post post : roster().posts().values()) {
      String name = post.watch().name();
      if (stood || post.rota().isClosed(now)) {
        // Runs stayed away for a reason, and nobody is reminded of what nobody looks at.
        continue;
      }
      stepped(post.watch(), alerts.passed(post.watch(), now));
      if (board.isOld(name, now.minus(MINUTE))) {
        alerts.lastOf(name).ifPresent(board::last);
      }
    }
    lookedAt = now;
    listeners.changed(status());
  }

  /** Every half a minute: the daemon asks itself whether it is at fault. */
  void checkItself() {
    stepped(selfCheck.self(), selfCheck.look(clock.instant()));
  }

  /** Before a model is blamed. */
  private void lookAgain() {
    selfCheck.lookAgain(clock.instant()).ifPresent(news -> stepped(selfCheck.self(), news));
  }

  /** Often: what the daemon does not live to do, it stood still for. */
  void beat() {
    pulse
        .beat()
        .ifPresent(
            stood ->
                troubled(
                    "stood still for %.1f s: what may pass counts for nothing in runs of that time"
                        .formatted(stood.toMillis() / 1e3)));
  }

  /** Every two minutes: what retention keeps no longer is deleted. */
  void prune() {
    store.prune();
  }

  /** Something that concerns no watch went wrong. */
  void troubled(String why) {
    listeners.failed(SelfModel.WATCH, why);
  }

  private void stepped(Watched watch, AlertNews news) {
    if (news.isNews()) {
      board.stepped(watch.scope(Tier.GOLDEN), news);
    } else {
      board.alerts(watch.name(), news.step().state(), news.silence());
    }
  }

  /** Every watch is planned, no later than its schedule says, and nothing else is. */
  private void mend() {
    Map<String, DueTable.Next> planned = table.planned();
    for (Post post : roster().posts().values()) {
      String name = post.watch().name();
      Instant next = post.rota().next(clock.instant());
      Optional<Instant> at = Optional.ofNullable(planned.get(name)).map(DueTable.Next::at);
      if (at.isEmpty()) {
        table.add(name, next);
      } else if (at.get().isAfter(next.plus(ASTRAY))) {
        table.move(name, next);
      }
      board.due(name, at.filter(due -> due.isBefore(next)).orElse(next));
    }
    departures.look(planned.keySet(), roster());
    settle();
  }

  private void settle() {
    for (AlertJob.Farewell each : departures.settle(roster())) {
      String name = each.scope().watch();
      board.stepped(each.scope(), each.news());
      board.forget(name);
      doubts.forget(name);
    }
  }

  /**
   * Reads the files again if they have changed, and have come to rest. While the store is away they
   * hold all the same, and are planned when it is back.
   */
  void reloadIfChanged() {
    settle();
    if (configuration.hasChanged()) {
      reload();
    }
    if (!planned.equals(roster())) {
      replan(planned);
      planned = roster();
      listeners.changed(status());
    }
  }

  private void reload() {
    Optional<String> oldProblem = configuration.problem();
    Optional<String> oldRestart = configuration.restart();
    configuration.read();
    Optional<String> problem = configuration.problem();
    configuration
        .restart()
        .filter(text -> !oldRestart.equals(Optional.of(text)))
        .ifPresent(this::troubled);
    if (problem.isEmpty() || !problem.equals(oldProblem)) {
      listeners.reloaded(problem.orElse(""));
    }
    listeners.changed(status());
  }

  private void replan(Roster before) {
    departures.present(roster());
    departures.look(before.posts().keySet(), roster());
    mend();
    Instant now = clock.instant();
    for (Post post : roster().posts().values()) {
      boolean moved =
          before
              .post(post.watch().name())
              .filter(p -> !p.watch().settings().timing().equals(post.watch().settings().timing()))
              .isPresent();
      if (moved) {
        table.move(post.watch().name(), post.rota().next(now));
      }
    }
  }

  /** Every second: what waits in the store, and whether it answers. */
  void countWaiting() {
    backlog.look();
  }

  @Override
  public DaemonStatus status() {
    Roster now = roster();
    Backlog.Seen there = backlog.seen();
    Instant at = clock.instant();
    return new DaemonStatus(
        startedAt,
        now.posts().values().stream().map(post -> board.of(post, at)).toList(),
        now.readAt(),
        configuration.problem(),
        configuration.restart(),
        there.trouble().or(doubts::selfCheck),
        doubts.breaker(),
        delivers ? there.waiting() : 0,
        there.oldest().filter(since -> delivers),
        at.minus(backlog.sinceAnswer()));
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public AlertMachine.Step acknowledge(String watch, String alert, String by, String note) {
    Post post =
        roster()
            .post(watch)
            .orElseThrow(() -> new IllegalArgumentException("there is no watch " + watch));
    Optional<String> said = Optional.of(note).filter(text -> !text.isBlank());
    try {
      AlertNews news = alerts.acknowledge(post.watch(), alert, by, said, clock.instant());
      stepped(post.watch(), news);
      return news.step();
    } catch (CannotRunException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
