package dev.canary.app.job;

import dev.canary.app.sample.BitFlip;
import dev.canary.app.sample.TrainSamples;
import dev.canary.app.view.EventLine;
import dev.canary.app.view.Style;
import dev.canary.app.view.VerdictTable;
import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.CaptureException;
import dev.canary.check.Checks;
import dev.canary.event.JudgedRun;
import dev.canary.event.Topic;
import dev.canary.format.FormatException;
import dev.canary.format.Workspace;
import dev.canary.kafka.EventReader;
import dev.canary.kafka.ReadFrom;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.replay.Order;
import dev.canary.target.LoadException;
import dev.canary.verdict.Verdict.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The product's story in one go: train, capture, approve, run, flip one bit, run again, read the
 * finding back from Kafka.
 *
 * @param tell shows a line
 * @param style of the terminal
 * @param toolVersion the version of this product
 */
public record Demo(Consumer<String> tell, Style style, String toolVersion) {
  private static final String SUITE = "house-price";
  private static final int REPEATS = 26;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * Plays it in a temporary workspace, which is removed afterwards.
   *
   * @return whether the flipped bit was found and read back
   */
  public boolean play()
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    Path folder = Files.createTempDirectory("canary-demo");
    try {
      step(1, "train small models with this repository's own seeded program");
      TrainSamples.into(folder);
      try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
        return play(wiring);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private boolean play(Wiring wiring)
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    Watched watch = wiring.suites(List.of(SUITE)).get(0);
    step(2, "capture a baseline: " + REPEATS + " replays over two loads, and approve it");
    Baseline baseline =
        wiring.baselineMaker(toolVersion, wiring.drawSeed(), done -> {}).of(watch, REPEATS);
    wiring.baselines().write(baseline);
    Approval approval = new Approval("demo", "freshly trained", wiring.clock().instant());
    wiring.baselines().approve(SUITE, baseline.version(), approval);
    step(3, "run: the model answers as it did");
    JudgedRun healthy = run(wiring, watch);
    step(4, "flip one bit: " + BitFlip.inOnnx(watch.suite().target().model()));
    JudgedRun corrupted = run(wiring, watch);
    step(5, "publish to a real Kafka broker in this process, and read the findings back");
    List<ReceivedEvent> received = publishAndRead(wiring);
    received.forEach(event -> tell.accept("  " + EventLine.of(event)));
    return healthy.verdict().level() == Level.HEALTHY
        && corrupted.verdict().level() == Level.BROKEN
        && !received.isEmpty();
  }

  private JudgedRun run(Wiring wiring, Watched watch) throws FormatException, CannotRunException {
    JudgedRun judged =
        wiring.runJob(Checks.standard(), Order::asWritten, done -> {}).run(watch, wiring.now());
    new VerdictTable(style).lines(List.of(judged)).forEach(line -> tell.accept("  " + line));
    return judged;
  }

  private List<ReceivedEvent> publishAndRead(Wiring wiring)
      throws FormatException, CannotRunException {
    List<ReceivedEvent> received = new ArrayList<>();
    try (Delivery delivery = wiring.delivery()) {
      tell.accept("  " + delivery.describe(delivery.deliver(wiring.outbox())));
      new EventReader(delivery.connect().orElseThrow(), TIMEOUT)
          .read(Set.of(Topic.FINDINGS), new ReadFrom.Beginning(), received::add);
    }
    return received;
  }

  private void step(int number, String what) {
    tell.accept(style.faint(number + ". ") + what);
  }
}
