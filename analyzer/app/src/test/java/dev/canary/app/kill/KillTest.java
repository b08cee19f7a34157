package dev.canary.app.kill;

import java.io.IOException;
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
  void fiftyKilledRunsLoseNothing(@TempDir Path folder)
      throws InterruptedException, IOException, SQLException {
    new RunKills(folder, SEED).check(50);
  }

  @Test
  @Timeout(120)
  void aFewKilledRunsLoseNothing(@TempDir Path folder)
      throws InterruptedException, IOException, SQLException {
    new RunKills(folder, SEED).check(2);
  }
}
