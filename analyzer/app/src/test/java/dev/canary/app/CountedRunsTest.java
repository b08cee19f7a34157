package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.event.JudgedRun;
import dev.canary.evidence.Budget;
import dev.canary.evidence.EvidenceInput.Origin;
import dev.canary.evidence.RunEvidence;
import dev.canary.verdict.Verdict.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which runs evidence counts, against which baseline, and what each of them deposits. */
@Timeout(120)
class CountedRunsTest extends EvidenceWorkspace {
  @Test
  void aClockThatJumpsOrAPauseChangesNothingButTheDeposits() {
    trusted();
    EvidenceRuns runs = new EvidenceRuns(folder);
    assertThat(seconds(runs.run("loans"))).as("the first run").isEqualTo(10);
    assertThat(seconds(runs.after(INTERVAL).run("loans"))).isEqualTo(10);
    assertThat(seconds(runs.after(Duration.ofSeconds(4)).run("loans"))).isEqualTo(4);
    JudgedRun back = runs.after(Duration.ofHours(-2)).run("loans");
    assertThat(seconds(back)).as("set back").isZero();
    assertThat(seconds(runs.after(INTERVAL).run("loans"))).isEqualTo(10);
    assertThat(seconds(runs.after(Duration.ofHours(2)).run("loans"))).as("and ahead").isEqualTo(20);
    assertThat(seconds(runs.after(Duration.ofSeconds(-8)).run("loans"))).as("overtaken").isZero();
    assertThat(seconds(runs.after(INTERVAL).run("loans"))).as("since the later one").isEqualTo(2);
    JudgedRun late = runs.after(Duration.ofDays(7)).run("loans");
    assertThat(seconds(late)).as("a week's pause").isEqualTo(20);

    assertThat(counted(back).step().state().runs()).isEqualTo(4);
    assertThat(counted(late).step().state().runs()).isEqualTo(9);
  }

  /** What a run deposited, in seconds of the whole budget. */
  private static double seconds(JudgedRun run) {
    double seconds = counted(run).step().deposit() * PERIOD_SECONDS;
    return Math.round(seconds * 1e6) / 1e6;
  }

  @Test
  void oneBudgetIsSplitOverAllWatchesByWeightAlsoThoseThatCannotRun() throws IOException {
    RecordedWorkspace files =
        trusted(
            "watches: {edge: {suite: loans, weight: 2}}",
            "budget: {falseAlerts: 2 per 30d, delta: 0.01}");
    suite(files, "broken");
    Files.writeString(files.folder("broken").resolve("suite.yaml"), "suite: [");
    EvidenceRuns runs = new EvidenceRuns(folder);

    RunEvidence loans = counted(runs.run("loans"));
    RunEvidence edge = counted(runs.run("edge"));

    assertThat(loans.evidence().share().share()).isEqualTo(0.25);
    assertThat(edge.evidence().share().share()).isEqualTo(0.5);
    assertThat(edge.step().deposit()).isEqualTo(2 * loans.step().deposit());
    assertThat(loans.evidence().share().budget())
        .isEqualTo(new Budget(2, Duration.ofDays(30), 0.01));
    assertThat(loans.step().threshold())
        .as("half a period of runs, of which each deposits a quarter")
        .isCloseTo(259_200 / 2 * 4, within(1e-2));
    assertThat(edge.step().state().runs()).as("evidence of its own").isEqualTo(1);
    assertThat(edge.step().seed()).isNotEqualTo(loans.step().seed());
  }

  @Test
  void anAddedWatchChangesDepositsFromTheNextOnAndNothingHeld() {
    RecordedWorkspace files = trusted();
    files.answers("loans", MOVED);
    EvidenceRuns runs = new EvidenceRuns(folder);
    RunEvidence alone = counted(runs.run("loans"));

    suite(files, "pets");
    RunEvidence shared = counted(runs.after(INTERVAL).run("loans"));

    assertThat(shared.input().origin()).isEqualTo(Origin.HELD);
    assertThat(shared.input().before()).isEqualTo(alone.step().state());
    assertThat(shared.step().deposit()).isEqualTo(alone.step().deposit() / 2);
    assertThat(shared.step().logEvidence()).isGreaterThan(alone.step().logEvidence());
  }

  @Test
  void anotherApprovedBaselineStartsAfreshAndSaysSo() {
    RecordedWorkspace files = trusted();
    files.answers("loans", MOVED);
    EvidenceRuns runs = new EvidenceRuns(folder);
    runs.run("loans");
    RunEvidence held = counted(runs.after(INTERVAL).run("loans"));
    approve("loans");

    JudgedRun run = runs.after(INTERVAL).run("loans");

    assertThat(held.step().state().runs()).isEqualTo(2);
    assertThat(run.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(counted(run).input().origin()).isEqualTo(Origin.OTHER_BASELINE);
    assertThat(counted(run).step().state().runs()).isEqualTo(1);
    assertThat(counted(run).step().logEvidence()).isLessThan(held.step().logEvidence());
    files.answers("loans", ANSWERS);
    approve("loans");
    assertThat(new Cli(folder).run("run").out())
        .contains("evidence starts afresh: the baseline is another");
  }

  @Test
  void aModelAtAnotherPlaceStartsAfreshAndSaysSo() throws IOException {
    RecordedWorkspace files = trusted();
    files.answers("loans", MOVED);
    EvidenceRuns runs = new EvidenceRuns(folder);
    runs.run("loans");
    RunEvidence held = counted(runs.after(INTERVAL).run("loans"));
    Path suite = files.folder("loans");
    Files.copy(suite.resolve("predictions.csv"), suite.resolve("moved.csv"));
    Path yaml = suite.resolve("suite.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("predictions.csv", "moved.csv"));

    RunEvidence moved = counted(runs.after(INTERVAL).run("loans"));
    RunEvidence after = counted(runs.after(INTERVAL).run("loans"));

    assertThat(moved.input().origin()).isEqualTo(Origin.OTHER_PLACE);
    assertThat(moved.step().state().runs()).isEqualTo(1);
    assertThat(moved.step().logEvidence()).isLessThan(held.step().logEvidence());
    assertThat(after.input().origin()).isEqualTo(Origin.HELD);
    assertThat(after.step().state().runs()).isEqualTo(2);
    Files.writeString(yaml, Files.readString(yaml).replace("moved.csv", "predictions.csv"));
    assertThat(new Cli(folder).run("run").out())
        .contains("evidence starts afresh: the model is at another place");
  }

  @Test
  void aRunWithAFailureIsNoBetAndItsDepositWaits() throws IOException {
    RecordedWorkspace files = trusted();
    files.answers("loans", MOVED);
    EvidenceRuns runs = new EvidenceRuns(folder);
    RunEvidence before = counted(runs.run("loans"));
    Path predictions = files.folder("loans").resolve("predictions.csv");
    List<String> lines = Files.readAllLines(predictions);
    Files.write(predictions, lines.subList(0, lines.size() - 1));

    JudgedRun failing = runs.after(INTERVAL).run("loans");
    files.answers("loans", MOVED);
    RunEvidence after = counted(runs.after(INTERVAL).run("loans"));

    assertThat(failing.verdict().level()).isEqualTo(Level.BROKEN);
    assertThat(counted(failing).scores()).isEmpty();
    assertThat(counted(failing).step().logEvidence()).isEqualTo(before.step().logEvidence());
    assertThat(EvidenceRuns.evidence(failing).get("scores").isNull()).isTrue();
    assertThat(after.lanes().get(0).deposit())
        .isCloseTo(2 * before.lanes().get(0).deposit(), within(1e-18));
  }

  @Test
  void aRunThatNothingJudgesLeavesTheEvidenceAlone() throws IOException {
    RecordedWorkspace files = trusted();
    EvidenceRuns runs = new EvidenceRuns(folder);
    runs.run("loans");
    Path yaml = files.folder("loans").resolve("suite.yaml");
    String original = Files.readString(yaml);
    Files.writeString(yaml, original.replace("version: \"1\"", "version: \"2\""));

    JudgedRun other = runs.after(INTERVAL).run("loans");
    assertThat(other.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(counted(other).scores()).as("described, and no bet").isEmpty();

    Files.writeString(yaml, original);
    RunEvidence again = counted(runs.after(INTERVAL).run("loans"));
    assertThat(again.input().origin()).isEqualTo(Origin.HELD);
    assertThat(again.step().state().runs()).isEqualTo(3);
  }

  @Test
  void aConfirmingReplayIsNotCounted() {
    RecordedWorkspace files = files();
    Cli canary = new Cli(folder);
    canary.run("capture", "--repeats", "20");
    files.answers("loans", DoubleStream.of(ANSWERS).map(p -> p + 1e-4).toArray());
    canary.run("capture", "--append", "--repeats", "20");
    canary.run("approve", "loans");
    files.answers("loans", DoubleStream.of(ANSWERS).map(p -> p + 0.01).toArray());
    EvidenceRuns runs = new EvidenceRuns(folder);

    JudgedRun drifted = runs.run("loans");

    assertThat(drifted.findings()).anyMatch(f -> f.check().equals("deviation.max") && f.condemns());
    assertThat(canary.run("explain", drifted.id() + "+confirm").out())
        .contains("+confirm")
        .doesNotContain("Evidence");
    assertThat(counted(drifted).step().state().runs()).isEqualTo(1);
    assertThat(counted(runs.after(INTERVAL).run("loans")).step().state().runs()).isEqualTo(2);
  }

  @Test
  void withoutABaselineThereIsNoEvidence() {
    files();

    JudgedRun run = new EvidenceRuns(folder).run("loans");

    assertThat(run.evidence()).isEmpty();
    assertThat(EvidenceRuns.evidence(run).isNull()).isTrue();
  }
}
