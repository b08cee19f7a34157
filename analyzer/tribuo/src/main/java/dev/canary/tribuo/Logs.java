package dev.canary.tribuo;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the libraries from writing to the console what is no news to a user of a target.
 *
 * <p>A level that someone has set is left alone. The loggers are held here, since java.util.logging
 * forgets a level together with its logger.
 */
final class Logs {
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("org.tribuo"), Logger.getLogger("com.oracle.labs.mlrg.olcut"));

  /** What these report comes to us as exceptions, too. */
  private static final List<Logger> NATIVE =
      List.of(Logger.getLogger("org.tribuo.common.xgboost"), Logger.getLogger("ml.dmlc.xgboost4j"));

  private static final String FACTORY = "org.apache.commons.logging.LogFactory";

  private Logs() {}

  /** Lets warnings through and nothing below. */
  static void quieten() {
    LIBRARIES.forEach(logger -> set(logger, Level.WARNING));
    NATIVE.forEach(logger -> set(logger, Level.OFF));
    // XGBoost logs through Commons Logging, which else takes the Log4j that Kafka brings, and that
    // complains about its missing half.
    if (System.getProperty(FACTORY) == null) {
      System.setProperty(FACTORY, "org.apache.commons.logging.impl.LogFactoryImpl");
    }
  }

  private static void set(Logger logger, Level level) {
    if (logger.getLevel() == null) {
      logger.setLevel(level);
    }
  }
}
