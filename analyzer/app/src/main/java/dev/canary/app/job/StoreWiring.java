package dev.canary.app.job;

import dev.canary.format.FormatException;
import dev.canary.format.RetentionSettings;
import dev.canary.format.Secret;
import dev.canary.format.Settings;
import dev.canary.store.Retention;
import dev.canary.store.StoreSettings;
import java.util.Optional;

/** The store's settings, from the workspace's. */
final class StoreWiring {
  private StoreWiring() {}

  static StoreSettings settings(Settings settings) throws FormatException {
    RetentionSettings kept = settings.retention();
    return place(settings)
        .withRetention(
            new Retention(kept.unhealthyFor(), kept.healthyRuns(), kept.runs(), kept.historyFor()));
  }

  private static StoreSettings place(Settings settings) throws FormatException {
    if (settings.store() instanceof dev.canary.format.StoreSettings.File file) {
      return StoreSettings.sqlite(file.path());
    }
    var server = (dev.canary.format.StoreSettings.Server) settings.store();
    return StoreSettings.postgres(
        reveal(server.url()), reveal(server.user()), reveal(server.password()));
  }

  private static Optional<String> reveal(Optional<Secret> secret) throws FormatException {
    return secret.isPresent() ? Optional.of(reveal(secret.get())) : Optional.empty();
  }

  /** Looked up only now: a command that needs no store needs no password. */
  static String reveal(Secret secret) throws FormatException {
    return secret.reveal(name -> Optional.ofNullable(System.getenv(name)));
  }
}
