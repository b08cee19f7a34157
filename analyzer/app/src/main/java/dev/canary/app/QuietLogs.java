package dev.canary.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The log of the libraries: errors alone, on standard error. What those of the store say is none:
 * they throw it, too, and while a database is away would say it several times a second.
 *
 * <p>Named by a system property, so that Java's logging, which most commands never use, is not even
 * loaded at start.
 */
public final class QuietLogs {
  private static final String CONFIGURATION =
      """
      .level = SEVERE
      handlers = java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level = SEVERE
      org.flywaydb.level = OFF
      org.sqlite.level = OFF
      com.github.kagkarlsson.level = OFF
      com.zaxxer.hikari.level = OFF
      """;

  /** Called by Java's log manager when somebody logs for the first time. */
  public QuietLogs() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
  }

  static void install() {
    System.setProperty("java.util.logging.config.class", QuietLogs.class.getName());
    // Else Undertow's takes the API of Log4j, which Kafka brings along, and which misses its core.
    System.setProperty("org.jboss.logging.provider", "jdk");
  }
}
