package dev.canary.store;

import dev.canary.evidence.HeldEvidence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The evidence of each watch, under an optimistic lock. */
final class EvidenceTable {
  private static final String SELECT =
      "select baseline_digest, place, numbers, counted_at, lock_version from evidence where watch = ?";

  private static final String INSERT =
      "insert into evidence (baseline_digest, place, numbers, counted_at, watch, lock_version)"
          + " values (?, ?, ?, ?, ?, 1) on conflict (watch) do nothing";

  private static final String UPDATE =
      "update evidence set baseline_digest = ?, place = ?, numbers = ?, counted_at = ?,"
          + " lock_version = lock_version + 1 where watch = ? and lock_version = ?";

  private EvidenceTable() {}

  static Optional<StoredEvidence> of(Connection connection, String watch) throws SQLException {
    return Sql.query(connection, SELECT, row -> row(watch, row), watch).stream().findFirst();
  }

  /**
   * Writes a step over what it was made from.
   *
   * @throws StaleStateException when something else is stored
   */
  static void write(Connection connection, String watch, EvidenceRecord step) throws SQLException {
    byte[] numbers = Doubles.bytes(step.held().numbers());
    long countedAt = Nanos.of(step.held().countedAt());
    String digest = step.held().baselineDigest();
    String place = step.place();
    Optional<StoredEvidence> before = step.readBefore();
    int written =
        before.isEmpty()
            ? Sql.update(connection, INSERT, digest, place, numbers, countedAt, watch)
            : Sql.update(
                connection,
                UPDATE,
                digest,
                place,
                numbers,
                countedAt,
                watch,
                before.get().lockVersion());
    if (written == 0) {
      throw new StaleStateException(watch);
    }
  }

  private static StoredEvidence row(String watch, ResultSet row) throws SQLException {
    HeldEvidence held =
        new HeldEvidence(
            row.getString("baseline_digest"),
            numbers(watch, row.getBytes("numbers")),
            Nanos.toInstant(row.getLong("counted_at")));
    return new StoredEvidence(held, row.getString("place"), row.getLong("lock_version"));
  }

  private static double[] numbers(String watch, byte[] bytes) throws SQLException {
    try {
      return Doubles.of(bytes);
    } catch (SQLException e) {
      throw new SQLException(
          "the evidence of watch %s is damaged: %s; without its row in table evidence it starts afresh"
              .formatted(watch, e.getMessage()),
          e);
    }
  }
}
