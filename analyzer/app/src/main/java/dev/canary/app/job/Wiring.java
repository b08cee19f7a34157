package dev.canary.app.job;

import dev.canary.check.Checks;
import dev.canary.event.Outbox;
import dev.canary.evidence.Budget;
import dev.canary.format.Baselines;
import dev.canary.format.BudgetSettings;
import dev.canary.format.FormatException;
import dev.canary.format.Settings;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.store.Store;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts the parts together on one workspace, each made when it is first needed. */
public final class Wiring implements AutoCloseable {
  /** How long one replay may take before the rest of its cases is given up. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private final Workspace workspace;
  private final Settings settings;
  private final Clock clock;
  private final LongSupplier nanos;
  private @Nullable Store store;

  private Wiring(Workspace workspace, Settings settings, Clock clock, LongSupplier nanos) {
    this.workspace = workspace;
    this.settings = settings;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * The wiring of a workspace.
   *
   * @throws FormatException if its settings are wrong
   */
  public static Wiring of(Workspace workspace) throws FormatException {
    return of(workspace, Clock.systemUTC(), System::nanoTime);
  }

  /**
   * The wiring of a workspace whose time is given.
   *
   * @param nanos of elapsed time, which nobody sets
   * @throws FormatException if its settings are wrong
   */
  public static Wiring of(Workspace workspace, Clock clock, LongSupplier nanos)
      throws FormatException {
    return new Wiring(workspace, Settings.load(workspace), clock, nanos);
  }

  /**
   * The wiring of the same workspace as its files are now, on the store that this one has open:
   * only this one is closed.
   *
   * @throws FormatException if its settings are wrong
   */
  public Wiring again() throws FormatException {
    Wiring again = new Wiring(workspace, Settings.load(workspace), clock, nanos);
    again.store = store();
    return again;
  }

  public Workspace workspace() {
    return workspace;
  }

  public Settings settings() {
    return settings;
  }

  public Clock clock() {
    return clock;
  }

  /** Nanoseconds of elapsed time, which nobody sets. */
  public LongSupplier nanos() {
    return nanos;
  }

  /** This instant, as precise as a run's id. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A seed for a capture, which records it. */
  public long drawSeed() {
    return clock.millis();
  }

  public Baselines baselines() {
    return new Baselines(workspace);
  }

  /**
   * The watches of these names, replica by replica; all of them for no name. A name is that of a
   * suite, of a watch of {@code canary.yaml}, or of one replica of either.
   *
   * @throws FormatException with every problem of every suite
   * @throws CannotRunException if there is nothing to watch
   */
  public List<Watched> watches(List<String> names) throws FormatException, CannotRunException {
    return new Watches(workspace, settings).of(names);
  }

  /** The suites of these names as their own files have them; all of them for no name. */
  public List<Watched> suites(List<String> names) throws FormatException, CannotRunException {
    return new Watches(workspace, settings).suites(names);
  }

  /** The store, opened on first use. */
  public Store store() throws FormatException {
    if (store == null) {
      store = Store.open(StoreWiring.settings(settings), clock);
    }
    return store;
  }

  public Outbox outbox() throws FormatException {
    return store().outbox();
  }

  /** The job behind {@code run}. */
  public RunJob runJob(Tier tier, Checks checks, IntFunction<Order> order, IntConsumer progress)
      throws FormatException {
    return new RunJob(
        targets(),
        baselines(),
        tier,
        checks,
        replay(progress),
        order,
        evidence(),
        new StoreRecorder(store()));
  }

  /** The job behind {@code ack}, and behind what time alone brings about. */
  public AlertJob alertJob() throws FormatException {
    return new AlertJob(store());
  }

  /** The settings' budget, split over all watches of the workspace. */
  public WatchEvidence evidence() {
    BudgetSettings budget = settings.budget();
    return new WatchEvidence(
        new Budget(budget.falseAlerts(), budget.per(), budget.delta()),
        new Watches(workspace, settings).weights());
  }

  /** The job behind {@code plan}. */
  public PlanJob planJob() {
    return new PlanJob(evidence(), baselines(), workspace.root());
  }

  /** Makes baselines; {@code warn} is told what should be mended. */
  public BaselineMaker baselineMaker(
      String toolVersion, long seed, IntConsumer progress, Consumer<String> warn)
      throws FormatException {
    Replay silent = replay(done -> {});
    return new BaselineMaker(
        captureJob(seed, progress),
        new OrderDependence(targets(), silent),
        baselines(),
        clock,
        toolVersion,
        warn);
  }

  /** Takes captures that are spread over time. */
  public SpreadCapture spreadCapture(
      Duration over, long seed, IntConsumer progress, Consumer<String> say) throws FormatException {
    return new SpreadCapture(
        captureJob(seed, progress), captures(), over, seed, clock, this::pause, say);
  }

  /** The seed of a spread capture that was begun before: it goes on with the same. */
  public Optional<Long> seedInProgress(String suite) throws IOException {
    return SpreadCapture.seed(captures(), suite);
  }

  /** Forgets the captures that were kept while a baseline was in the making. */
  public void capturesDone(String suite) throws IOException {
    SpreadCapture.forget(captures(), suite);
  }

  /** Delivers events to the broker that the settings name. */
  public Delivery delivery() throws FormatException, CannotRunException {
    return Delivery.of(settings, workspace);
  }

  /** Judges stored runs again. */
  public Explainer explainer() throws FormatException {
    return new Explainer(store().history(), baselines(), this::watchesOf);
  }

  /** The job behind {@code approve --as-mode}. */
  public KnownMode knownMode() throws FormatException {
    return new KnownMode(explainer(), baselines(), this::watchesOf);
  }

  private List<Watched> watchesOf(String name) {
    try {
      return watches(List.of(name));
    } catch (FormatException | CannotRunException e) {
      // A suite that is gone or broken today does not keep a stored run from being explained.
      return List.of();
    }
  }

  /** Opens models, remembering in the store which artefacts loaded well. */
  public Targets targets() throws FormatException {
    return new Targets(new StoredArtefacts(store(), clock));
  }

  private CaptureJob captureJob(long seed, IntConsumer progress) throws FormatException {
    return new CaptureJob(targets(), replay(progress), seed);
  }

  /** Sends cases without a workspace. */
  public static Replay plainReplay() {
    return new Replay(Clock.systemUTC(), System::nanoTime, LIMIT, done -> {}, new ThreadWorkers());
  }

  /** Sends cases, as many at once as a target allows. */
  Replay replay(IntConsumer progress) {
    return new Replay(clock, nanos, LIMIT, progress, new ThreadWorkers());
  }

  private Path captures() {
    return workspace.state().resolve("captures");
  }

  private void pause(Instant until) throws InterruptedException {
    long left = clock.instant().until(until, ChronoUnit.MILLIS);
    while (left > 0) {
      Thread.sleep(Math.min(left, 60_000));
      left = clock.instant().until(until, ChronoUnit.MILLIS);
    }
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
