package dev.canary.app.kill;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random instants of runs: nothing that was said is lost. */
class RunKillTest {
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
}
