package dev.canary.app.serve;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Delivery;
import dev.canary.app.job.Wiring;
import dev.canary.event.Outbox;
import dev.canary.event.Relay;
import dev.canary.format.FormatException;
import dev.canary.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps the watches of a workspace running, and all that goes with it, until it is closed.
 *
 * <p>What ends, ends in this order: the runs, the parts that look on and so see the last of them,
 * the delivery of what is left.
 */
public final class Serve implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Serve.class.getName());
  private static final Duration RELAY = Duration.ofSeconds(1);
  private static final Duration RELOAD = Duration.ofSeconds(1);
  private static final Duration PRUNE = Duration.ofMinutes(2);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LiveDaemon daemon;
  private final Delivery delivery;
  private final Outbox outbox;
  private final ScheduledExecutorService clockwork = threads(1, "canary-clock");
  private final ScheduledExecutorService selfCheck = threads(1, "canary-self-check");
  private final ScheduledExecutorService pulse = threads(1, "canary-pulse");
  private final ScheduledExecutorService pruning = threads(1, "canary-pruning");
  private final ScheduledExecutorService relay = threads(1, "canary-relay");
  private final ScheduledExecutorService backlog = threads(1, "canary-backlog");
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Duration patience;
  private volatile boolean undelivered;

  private Serve(LiveDaemon daemon, Delivery delivery, Outbox outbox, Duration patience) {
    this.daemon = daemon;
    this.delivery = delivery;
    this.outbox = outbox;
    this.patience = patience;
  }

  /** What goes with a daemon: a page, metrics, actions. */
  @FunctionalInterface
  public interface Part {
    /**
     * Begins.
     *
     * @return ends it
     */
    AutoCloseable start(Daemon daemon) throws FormatException, CannotRunException;
  }

  /**
   * How it is done.
   *
   * @param workers how many watches run at once
   * @param patience how long runs in flight are waited for at the end
   * @param grace how long a watch must be in nobody's files until it has ended
   * @param rehearsal what is gone through before the first run
   */
  public record Options(int workers, Duration patience, Duration grace, Rehearsal rehearsal) {
    /**
     * Enough for servers that take their time; waits as long as Kubernetes does by default, and
     * longer than it takes to write a file.
     */
    public static final Options DEFAULT =
        new Options(16, Duration.ofSeconds(20), Duration.ofSeconds(10));

    /** Without a rehearsal. */
    public Options(int workers, Duration patience, Duration grace) {
      this(workers, patience, grace, Rehearsal.NONE);
    }

    /** The same with so many workers. */
    public Options withWorkers(int count) {
      return new Options(count, patience, grace, rehearsal);
    }

    /** The same after a rehearsal. */
    public Options after(Rehearsal other) {
      return new Options(workers, patience, grace, other);
    }
  }

  /**
   * Starts everything; what was started is ended if something does not start.
   *
   * @param wiring stays open as long as this does
   * @throws FormatException if the files are wrong
   * @throws CannotRunException if there is nothing to watch, or a part cannot begin
   */
  public static Serve start(Wiring wiring, Options options, List<Part> parts)
      throws FormatException, CannotRunException {
    LiveDaemon daemon = new LiveDaemon(wiring, new FromWiring(options), options.grace());
    Serve serve = new Serve(daemon, wiring.delivery(), wiring.outbox(), options.patience());
    boolean started = false;
    try {
      for (Part part : parts) {
        serve.parts.add(part.start(daemon));
      }
      serve.relay.execute(serve::connect);
      options.rehearsal().play(wiring, daemon.roster(), options.workers());
      serve.begin();
      started = true;
      return serve;
    } finally {
      if (!started) {
        serve.close();
      }
    }
  }

  private void begin() {
    daemon.start();
    every(clockwork, LiveDaemon.MINUTE, daemon::minute);
    every(clockwork, RELOAD, daemon::reloadIfChanged);
    every(clockwork, Departures.SAY, daemon::present);
    every(selfCheck, SelfCheck.EVERY, daemon::checkItself);
    every(pulse, Pulse.BEAT, daemon::beat);
    every(pruning, PRUNE, daemon::prune);
    every(relay, RELAY, this::deliver);
    every(backlog, SECOND, daemon::countWaiting);
  }

  /** The daemon that runs. */
  public Daemon daemon() {
    return daemon;
  }

  /** A broker in this process takes seconds to start: better now than beside the first runs. */
  private void connect() {
    try {
      delivery.connect();
    } catch (FormatException | RuntimeException e) {
      LOG.log(Level.DEBUG, "no broker yet: the first delivery tells why", e);
    }
  }

  /** A broker that is away is told once, and once more when it is back. */
  private void deliver() {
    try {
      if (outbox.size() == 0) {
        return;
      }
      Relay.Outcome outcome = delivery.deliver(outbox);
      boolean stuck = !outcome.reasons().isEmpty() && !outcome.byAnother();
      if (stuck != undelivered) {
        undelivered = stuck;
        daemon.troubled(delivery.describe(outcome));
      }
    } catch (FormatException e) {
      daemon.troubled(e.summary());
    }
  }

  /** Whatever goes wrong is told, once as long as it is the same, and tried again the next time. */
  private void every(ScheduledExecutorService threads, Duration pause, Runnable what) {
    AtomicReference<String> told = new AtomicReference<>("");
    ScheduledFuture<?> unused =
        threads.scheduleWithFixedDelay(
            () -> {
              try {
                what.run();
                told.set("");
              } catch (StoreException e) {
                tell(told, String.valueOf(e.getMessage()));
              } catch (RuntimeException | Error e) {
                // What throws here is never done again.
                tell(told, "unexpected " + e);
              }
            },
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void tell(AtomicReference<String> told, String trouble) {
    if (!told.getAndSet(trouble).equals(trouble)) {
      daemon.troubled(trouble);
    }
  }

  private static ScheduledExecutorService threads(int count, String name) {
    return Executors.newScheduledThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public void close() {
    quietly("clock", () -> end(clockwork));
    quietly("self-check", () -> end(selfCheck));
    quietly("backlog", () -> end(backlog));
    quietly("pulse", () -> end(pulse));
    pruning.shutdownNow();
    quietly("runs", () -> daemon.stop());
    for (int i = parts.size() - 1; i >= 0; i--) {
      AutoCloseable part = parts.get(i);
      quietly("part", () -> part.close());
    }
    quietly("pruning", () -> end(pruning));
    quietly("relay", () -> end(relay));
    quietly("last delivery", () -> deliver());
    quietly("delivery", () -> delivery.close());
  }

  private void end(ScheduledExecutorService threads) throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }

  /** One thing that does not end keeps nothing else from ending. */
  private static void quietly(String what, End end) {
    try {
      end.run();
    } catch (Exception | Error e) {
      LOG.log(Level.ERROR, what + " did not end well", e);
    }
  }

  /** Ends something. */
  private interface End {
    void run() throws Exception;
  }
}
