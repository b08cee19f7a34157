package dev.canary.app.job;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.CaptureException;
import dev.canary.check.Checks;
import dev.canary.event.JudgedRun;
import dev.canary.event.Topic;
import dev.canary.format.FormatException;
import dev.canary.format.Workspace;
import dev.canary.kafka.EventReader;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.ReadFrom;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.replay.Order;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands as methods on one workspace, for training pipelines, notebooks and tests.
 *
 * <pre>{@code
 * try (Analyzer analyzer = Analyzer.open(Path.of("."))) {
 *   Baseline captured = analyzer.capture("credit-risk");
 *   analyzer.approve(captured, "training pipeline", "accuracy 0.91 on the hold-out");
 * }
 * }</pre>
 */
public final class Analyzer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Wiring wiring;
  private @Nullable Delivery delivery;

  private Analyzer(Wiring wiring) {
    this.wiring = wiring;
  }

  /**
   * Opens the workspace in a folder.
   *
   * @throws FormatException if it is no workspace, or its settings are wrong
   */
  public static Analyzer open(Path workspace) throws FormatException {
    return new Analyzer(Wiring.of(Workspace.at(workspace)));
  }

  /** The version of this program, from its jar. */
  public static String version() {
    return Optional.ofNullable(Analyzer.class.getPackage().getImplementationVersion())
        .orElse("(development)");
  }

  /** A suite as its files have it. */
  public Suite suite(String name) throws FormatException, CannotRunException {
    return watched(name).suite();
  }

  /**
   * Captures as often as the suite says and stores the baseline, which does not judge until it is
   * approved.
   *
   * @throws LoadException if the model does not load
   * @throws CaptureException if a case failed, or the model keeps state
   */
  public Baseline capture(String suite)
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    Watched watch = watched(suite);
    BaselineMaker maker =
        wiring.baselineMaker(version(), wiring.drawSeed(), done -> {}, warning -> {});
    Baseline captured = maker.of(watch, watch.suite().repeats());
    wiring.baselines().write(captured);
    wiring.capturesDone(suite);
    return wiring.baselines().read(suite, captured.version()).orElseThrow();
  }

  /** Accepts a captured baseline: from now on it judges the runs of its version. */
  public Baseline approve(Baseline captured, String author, String reason)
      throws FormatException, IOException {
    Approval approval = new Approval(author, reason, wiring.clock().instant());
    return wiring.baselines().approve(captured.suite(), captured.version(), approval);
  }

  /** Replays a suite or another watch once, judges it by every check and records it. */
  public JudgedRun run(String watch) throws FormatException, CannotRunException {
    return run(watch, Checks.standard());
  }

  /**
   * Replays a suite or another watch once, judges it by these checks and records it.
   *
   * @throws CannotRunException if the watch has several replicas and the name is not that of one
   */
  public JudgedRun run(String watch, Checks checks) throws FormatException, CannotRunException {
    List<Watched> replicas = wiring.watches(List.of(watch));
    if (replicas.size() > 1) {
      throw new CannotRunException(
          "%s has several replicas; name one of %s"
              .formatted(
                  watch, replicas.stream().map(Watched::name).collect(Collectors.joining(", "))));
    }
    return wiring
        .runJob(Tier.GOLDEN, checks, Order::asWritten, done -> {})
        .run(replicas.get(0), wiring.now())
        .judged();
  }

  /**
   * Delivers the events that wait to the broker of the workspace. An embedded one starts on first
   * use and stays up until this is closed.
   *
   * @return one line about where they went, and how many still wait and why
   */
  public String publish() throws FormatException, CannotRunException {
    Delivery broker = delivery();
    return broker.describe(broker.deliver(wiring.outbox()));
  }

  /**
   * Reads a topic back from the broker, from its beginning, as any consumer would.
   *
   * @throws CannotRunException if the workspace has no broker
   */
  public List<ReceivedEvent> published(Topic topic) throws FormatException, CannotRunException {
    KafkaSettings broker =
        delivery()
            .connect()
            .orElseThrow(
                () -> new CannotRunException("kafka is none in canary.yaml: nothing to read from"));
    List<ReceivedEvent> events = new ArrayList<>();
    new EventReader(broker, TIMEOUT).read(Set.of(topic), new ReadFrom.Beginning(), events::add);
    return events;
  }

  private Watched watched(String suite) throws FormatException, CannotRunException {
    return wiring.suites(List.of(suite)).get(0);
  }

  private Delivery delivery() throws FormatException, CannotRunException {
    if (delivery == null) {
      delivery = wiring.delivery();
    }
    return delivery;
  }

  @Override
  public void close() {
    if (delivery != null) {
      delivery.close();
    }
    wiring.close();
  }
}
