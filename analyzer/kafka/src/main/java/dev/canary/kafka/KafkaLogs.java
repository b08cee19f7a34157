package dev.canary.kafka;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Kafka's own chatter off the terminal: what matters reaches the user as a reason, once. A
 * level that a logging configuration sets for these names is left alone, so that {@code
 * org.apache.kafka.level=INFO} shows everything again.
 */
public final class KafkaLogs {
  private static final List<String> NAMES =
      List.of("org.apache.kafka", "kafka", "state.change.logger", "io.cloudevents");

  /** Held, because the logging library holds its loggers weakly and would forget their level. */
  private static final List<Logger> HELD = NAMES.stream().map(Logger::getLogger).toList();

  private KafkaLogs() {}

  /** Silences every Kafka logger for which no level is configured. */
  public static void quiet() {
    for (Logger logger : HELD) {
      if (logger.getLevel() == null) {
        logger.setLevel(Level.OFF);
      }
    }
  }
}
