package dev.canary.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the store is and what it keeps.
 *
 * @param place a file or a server
 * @param retention what is kept for how long
 */
public record StoreSettings(Place place, Retention retention) {
  /** The store of a workspace that names none, relative to the workspace. */
  public static final Path DEFAULT_FILE = Path.of(".canary", "state.db");

  /** A file or a server. */
  public sealed interface Place {}

  /**
   * An SQLite file on a local disk, open to several processes at once.
   *
   * @param path made, with its folder, when it is not there
   */
  public record SqliteFile(Path path) implements Place {}

  /**
   * A PostgreSQL database for several nodes. Its tables go to the connection's current schema,
   * which must exist and hold nothing else ({@code ?currentSchema=canary}).
   *
   * @param url {@code jdbc:postgresql://host:port/database}, with the driver's parameters
   */
  public record Postgres(String url, Optional<String> user, Optional<String> password)
      implements Place {

    /** The url as it may be shown: without credentials and parameters. */
    public String shownUrl() {
      return url.replaceFirst("[?].*", "").replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
      return "Postgres[url=" + shownUrl() + ", user=" + user.orElse("") + ", password=***]";
    }
  }

  /** The store of a workspace that names none, with the default retention. */
  public static StoreSettings ofWorkspace(Path workspace) {
    return sqlite(workspace.resolve(DEFAULT_FILE));
  }

  /** An SQLite file, with the default retention. */
  public static StoreSettings sqlite(Path file) {
    return new StoreSettings(new SqliteFile(file), Retention.DEFAULT);
  }

  /** A PostgreSQL database, with the default retention. */
  public static StoreSettings postgres(
      String url, Optional<String> user, Optional<String> password) {
    return new StoreSettings(new Postgres(url, user, password), Retention.DEFAULT);
  }

  /** The same place, keeping what this says. */
  public StoreSettings withRetention(Retention other) {
    return new StoreSettings(place, other);
  }
}
