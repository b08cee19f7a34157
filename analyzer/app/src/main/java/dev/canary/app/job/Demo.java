package dev.canary.app.job;

import dev.canary.app.sample.BitFlip;
import dev.canary.app.sample.TrainSamples;
import dev.canary.app.view.EventLine;
import dev.canary.app.view.Style;
import dev.canary.app.view.VerdictTable;
import dev.canary.baseline.CaptureException;
import dev.canary.event.JudgedRun;
import dev.canary.event.Topic;
import dev.canary.format.FormatException;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.verdict.Verdict.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The product's story in one go: train, capture, approve, run, flip one bit, run again, read the
 * finding back from Kafka.
 *
 * @param tell shows a line
 * @param style of the terminal
 */
public record Demo(Consumer<String> tell, Style style) {
  private static final String SUITE = "house-price";

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
      try (Analyzer analyzer = Analyzer.open(folder)) {
        return play(analyzer);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private boolean play(Analyzer analyzer)
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    Suite suite = analyzer.suite(SUITE);
    step(2, "capture: " + suite.repeats() + " replays over two loads; approve the baseline");
    analyzer.approve(analyzer.capture(SUITE), "demo", "freshly trained");
    step(3, "run: the model answers as it did");
    JudgedRun healthy = show(analyzer.run(SUITE));
    step(4, "flip one bit: " + BitFlip.inOnnx(suite.target().file()));
    JudgedRun corrupted = show(analyzer.run(SUITE));
    step(5, "publish to a real Kafka broker in this process, and read the findings back");
    tell.accept("  " + analyzer.publish());
    List<ReceivedEvent> received = analyzer.published(Topic.FINDINGS);
    received.forEach(event -> tell.accept("  " + EventLine.of(event)));
    return healthy.verdict().level() == Level.HEALTHY
        && corrupted.verdict().level() == Level.BROKEN
        && !received.isEmpty();
  }

  private JudgedRun show(JudgedRun judged) {
    new VerdictTable(style)
        .lines(List.of(new VerdictTable.Row(judged, List.of())))
        .forEach(line -> tell.accept("  " + line));
    return judged;
  }

  private void step(int number, String what) {
    tell.accept(style.faint(number + ". ") + what);
  }
}
