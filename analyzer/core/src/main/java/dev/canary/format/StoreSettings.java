package dev.canary.format;

import java.nio.file.Path;
import java.util.Optional;

/** Where runs, evidence and the outbox are kept. */
public sealed interface StoreSettings {
  /** The file that is used when none is named, below the workspace. */
  String DEFAULT_FILE = ".canary/state.db";

  /** An SQLite file. */
  record File(Path path) implements StoreSettings {}

  /** A database server, by its JDBC address. */
  record Server(Secret url, Optional<Secret> user, Optional<Secret> password)
      implements StoreSettings {}
}
