package dev.canary.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends ActionContract {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  Path workspace;

  @Override
  StoreSettings settings() {
    return StoreSettings.ofWorkspace(workspace);
  }

  @Override
  StoreSettings emptySettings() {
    return StoreSettings.sqlite(workspace.resolve("empty.db"));
  }
}
