package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.app.job.Analyzer;
import dev.canary.app.job.CannotRunException;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Status;
import dev.canary.check.Cause;
import dev.canary.event.JudgedRun;
import dev.canary.event.Topic;
import dev.canary.format.FormatException;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.verdict.Verdict.Level;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a training pipeline or a notebook calls. */
@Timeout(60)
class AnalyzerTest {
  private static final double[] ANSWERS = RecordedWorkspace.spread(30);

  @TempDir Path folder = Path.of("");

  @Test
  void what_was_captured_and_approved_judges_the_runs_and_findings_are_read_back()
      throws Exception {
    RecordedWorkspace files = workspace("kafka: embedded\n");
    try (Analyzer analyzer = Analyzer.open(folder)) {
      assertThat(analyzer.suite("loans").cases()).hasSize(ANSWERS.length);
      assertThat(analyzer.run("loans").verdict().level()).isEqualTo(Level.INCONCLUSIVE);
      Baseline captured = analyzer.capture("loans");
      assertThat(captured.status()).isEqualTo(Status.CAPTURED);
      assertThat(captured.digest()).startsWith("sha256:");
      assertThat(analyzer.approve(captured, "a test", "it may").status())
          .isEqualTo(Status.APPROVED);
      assertThat(analyzer.run("loans").verdict().level()).isEqualTo(Level.HEALTHY);

      files.answers("loans", DoubleStream.of(ANSWERS).map(p -> 1 - p).toArray());
      JudgedRun swapped = analyzer.run("loans");
      assertThat(swapped.verdict().causes()).contains(Cause.LABELS_PERMUTED);
      assertThat(analyzer.publish()).contains("events delivered to Kafka");
      assertThat(analyzer.published(Topic.FINDINGS))
          .extracting(ReceivedEvent::data)
          .anySatisfy(data -> assertThat(data.orElseThrow()).contains("LABELS_PERMUTED"));
    }
  }

  @Test
  void without_a_broker_events_wait_and_nothing_can_be_read() throws Exception {
    workspace("kafka: none\n");
    try (Analyzer analyzer = Analyzer.open(folder)) {
      analyzer.run("loans");
      assertThat(analyzer.publish()).contains("wait in the store");
      assertThatThrownBy(() -> analyzer.published(Topic.RUNS))
          .isInstanceOf(CannotRunException.class)
          .hasMessageContaining("kafka is none");
    }
  }

  @Test
  void a_folder_that_is_no_workspace_is_refused() {
    assertThatThrownBy(() -> Analyzer.open(folder)).isInstanceOf(FormatException.class);
  }

  private RecordedWorkspace workspace(String settings) {
    return new RecordedWorkspace(folder, settings)
        .suite("loans", ANSWERS.length)
        .answers("loans", ANSWERS);
  }
}
