package dev.canary.store;

import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One judged run, as it is recorded.
 *
 * @param id watch and scheduled instant; unique in the store
 * @param watch the watch that ran
 * @param suite the suite it replayed
 * @param startedAt when the first case was sent; between the years 1678 and 2262
 * @param duration from the first case to the last answer
 * @param verdict its level; the observations of HEALTHY runs are kept by count, those of all others
 *     by age
 * @param modelVersion the version that answered
 * @param baselineDigest the baseline it was compared with, if there was one
 * @param summary the run's result with its scores, JSON
 * @param blob the observations, compressed; not copied
 * @param confirmsRun for a confirming replay, the run that it confirms or not
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to the database, never compared
public record RunRecord(
    String id,
    String watch,
    String suite,
    Instant startedAt,
    Duration duration,
    Verdict.Level verdict,
    String modelVersion,
    Optional<String> baselineDigest,
    String summary,
    byte[] blob,
    Optional<String> confirmsRun) {
  public RunRecord {
    requireText("id", id);
    requireText("watch", watch);
    Nanos.of(startedAt);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration is " + duration + ", must be >= 0");
    }
  }

  private static void requireText(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is '" + value + "', must not be blank");
    }
  }

  boolean healthy() {
    return verdict == Verdict.Level.HEALTHY;
  }
}
