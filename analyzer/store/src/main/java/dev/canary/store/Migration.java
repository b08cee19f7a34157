package dev.canary.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The only class that names Flyway, so that Flyway is loaded only when this runs. */
final class Migration {
  private Migration() {}

  static void run(Database database) {
    try {
      Flyway.configure(Migration.class.getClassLoader())
          .dataSource(database.dataSource())
          .locations("classpath:db/migration")
          .placeholders(database.placeholders())
          .load()
          .migrate();
    } catch (FlywayException e) {
      String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
      throw new StoreException(
          database.shown() + " could not be brought to this version: " + why, e);
    }
  }
}
