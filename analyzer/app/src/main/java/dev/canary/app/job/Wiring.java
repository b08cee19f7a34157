package dev.canary.app.job;

import dev.canary.check.Checks;
import dev.canary.event.Outbox;
import dev.canary.evidence.Budget;
import dev.canary.format.Baselines;
import dev.canary.format.BudgetSettings;
import dev.canary.format.FormatException;
import dev.canary.format.Settings;
import dev.canary.format.SuiteFile;
import dev.canary.format.Suites;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.store.Store;
import dev.canary.suite.Suite;
import dev.canary.watch.WatchOverride;
import dev.canary.watch.WatchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the parts together on one workspace, each made when it is first needed. */
public final class Wiring implements AutoCloseable {
  /** How long one in-process replay may take before the rest of its cases is given up. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private final Workspace workspace;
  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private @Nullable Store store;

  private Wiring(Workspace workspace, Settings settings) {
    this.workspace = workspace;
    this.settings = settings;
  }

  /**
   * The wiring of a workspace.
   *
   * @throws FormatException if its settings are wrong
   */
  public static Wiring of(Workspace workspace) throws FormatException {
    return new Wiring(workspace, Settings.load(workspace));
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
   * The watches of these names: a suite's own, or one of {@code canary.yaml}; all of them for no
   * name.
   *
   * @throws FormatException with every problem of every suite
   * @throws CannotRunException if there is nothing to watch
   */
  public List<Watched> watches(List<String> names) throws FormatException, CannotRunException {
    Map<String, String> suiteOf = new LinkedHashMap<>();
    (names.isEmpty() ? allWatches() : names).forEach(name -> suiteOf.put(name, suiteOf(name)));
    Map<String, SuiteFile> files = new LinkedHashMap<>();
    for (SuiteFile file :
        Suites.load(workspace, List.copyOf(new java.util.LinkedHashSet<>(suiteOf.values())))) {
      files.put(file.suite().name(), file);
    }
    List<Watched> watches = new ArrayList<>();
    suiteOf.forEach(
        (watch, suite) ->
            Optional.ofNullable(files.get(suite))
                .ifPresent(file -> watches.add(watched(watch, file))));
    if (watches.isEmpty()) {
      throw new CannotRunException(
          workspace.canaries()
              + " holds no suite; a suite is a folder with suite.yaml and cases.jsonl");
    }
    return watches;
  }

  /** The suites of these names as their own files have them; all of them for no name. */
  public List<Watched> suites(List<String> names) throws FormatException, CannotRunException {
    List<String> chosen = names.isEmpty() ? workspace.suites() : names;
    List<Watched> suites = new ArrayList<>();
    for (SuiteFile file : Suites.load(workspace, chosen)) {
      String name = file.suite().name();
      suites.add(new Watched(name, file.suite(), workspace.suite(name), file.watch()));
    }
    if (suites.isEmpty()) {
      throw new CannotRunException(
          workspace.canaries()
              + " holds no suite; a suite is a folder with suite.yaml and cases.jsonl");
    }
    return suites;
  }

  private List<String> allWatches() {
    return Stream.concat(workspace.suites().stream(), settings.watches().keySet().stream())
        .distinct()
        .toList();
  }

  /**
   * The weight of every watch, of those that are not run and of those whose suite cannot be read,
   * too: one that is broken today must not make the evidence of the others cheaper.
   */
  private Map<String, Double> weights() {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String watch : allWatches()) {
      double weight =
          Optional.ofNullable(settings.watches().get(watch))
              .flatMap(WatchOverride::weight)
              .orElse(WatchSettings.DEFAULT_WEIGHT);
      weights.put(watch, weight);
    }
    return weights;
  }

  private String suiteOf(String watch) {
    return Optional.ofNullable(settings.watches().get(watch))
        .flatMap(WatchOverride::suite)
        .orElse(watch);
  }

  private Watched watched(String name, SuiteFile file) {
    Optional<WatchOverride> override = Optional.ofNullable(settings.watches().get(name));
    Suite suite =
        override.flatMap(WatchOverride::target).map(file.suite()::with).orElse(file.suite());
    return new Watched(
        name,
        suite,
        workspace.suite(suite.name()),
        override.map(o -> o.over(file.watch())).orElse(file.watch()));
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
  public RunJob runJob(Checks checks, IntFunction<Order> order, IntConsumer progress)
      throws FormatException {
    return new RunJob(
        targets(),
        baselines(),
        checks,
        replay(progress),
        order,
        evidence(),
        new StoreRecorder(store()));
  }

  /** The settings' budget, split over all watches of the workspace. */
  public WatchEvidence evidence() {
    BudgetSettings budget = settings.budget();
    return new WatchEvidence(
        new Budget(budget.falseAlerts(), budget.per(), budget.delta()), weights());
  }

  /** The job behind {@code plan}. */
  public PlanJob planJob() {
    return new PlanJob(evidence(), baselines(), workspace.root());
  }

  /** Makes baselines. */
  public BaselineMaker baselineMaker(String toolVersion, long seed, IntConsumer progress)
      throws FormatException {
    Replay silent = replay(done -> {});
    return new BaselineMaker(
        captureJob(seed, progress),
        new OrderDependence(targets(), silent),
        baselines(),
        clock,
        toolVersion);
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
    return Delivery.of(settings.kafka(), workspace);
  }

  /** Judges stored runs again. */
  public Explainer explainer() throws FormatException {
    return new Explainer(store().history(), baselines(), this::watch);
  }

  private Optional<Watched> watch(String name) {
    try {
      return watches(List.of(name)).stream().findFirst();
    } catch (FormatException | CannotRunException e) {
      // A suite that is gone or broken today does not keep a stored run from being explained.
      return Optional.empty();
    }
  }

  /** Opens models, remembering in the store which artefacts loaded well. */
  public Targets targets() throws FormatException {
    Store remembering = store();
    return new Targets(
        new Targets.KnownArtefacts() {
          @Override
          public boolean loadedBefore(String key) {
            return remembering.loadedBefore(key);
          }

          @Override
          public void markLoaded(String key) {
            remembering.markLoaded(key, clock.instant());
          }
        });
  }

  private CaptureJob captureJob(long seed, IntConsumer progress) throws FormatException {
    return new CaptureJob(targets(), replay(progress), seed);
  }

  private Replay replay(IntConsumer progress) {
    return new Replay(clock, System::nanoTime, LIMIT, progress);
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
