package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.format.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random instants of a command: nothing that was said is lost. */
class KillTest {
  private static final long SEED = 20261121;

  @Test
  @Tag("slow")
  @Timeout(400)
  void fiftyKilledRunsLoseNothing(@TempDir Path folder) throws SQLException {
    RunKills runs = new RunKills(folder, SEED);
    runs.killWithOwnBroker(36);
    runs.killWithBrokerOfAnother(14);
    runs.check();
  }

  @Test
  @Timeout(120)
  void aFewKilledRunsLoseNothing(@TempDir Path folder) throws SQLException {
    RunKills runs = new RunKills(folder, SEED);
    runs.killWithBrokerOfAnother(3);
    runs.check();
  }

  @Test
  @Tag("slow")
  @Timeout(400)
  void fiftyKilledCapturesLeaveTheOldBaselineOrTheNewOne(@TempDir Path folder)
      throws IOException, FormatException {
    new CaptureKills(folder, SEED).check(50);
  }

  @Test
  @Timeout(120)
  void aFewKilledCapturesLeaveTheOldBaselineOrTheNewOne(@TempDir Path folder)
      throws IOException, FormatException {
    new CaptureKills(folder, SEED).check(4);
  }

  @Test
  @Tag("slow")
  @Timeout(120)
  void aCaptureOverSomeTimeGoesOnWhereItWasKilled(@TempDir Path folder) throws IOException {
    new SpreadKills(folder, SEED).check();
  }

  @Test
  void whatAKillLeftOfFinishedCapturesJoinsNoNewBaseline(@TempDir Path folder) throws IOException {
    new RecordedWorkspace(folder, "kafka: none\n")
        .suite("loans", 24)
        .answers("loans", RecordedWorkspace.spread(24));
    Path captures = Files.createDirectories(folder.resolve(".canary/captures/loans"));
    Files.writeString(captures.resolve("capture-1.run"), "of another time, its plan is gone");

    Cli.Answer answer = new Cli(folder).run("capture", "--over", "10ms", "--repeats", "3");

    assertThat(answer.exitCode()).as("%s", answer).isZero();
    assertThat(captures).doesNotExist();
  }
}
