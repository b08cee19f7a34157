package dev.canary.store;

import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A recorded run as it is read back, without its observations ({@link RunHistory#observations}).
 *
 * @param pruned whether retention has deleted the observations; the other fields are those of
 *     {@link RunRecord}
 */
public record StoredRun(
    String id,
    String watch,
    String suite,
    Instant startedAt,
    Duration duration,
    Verdict.Level verdict,
    String modelVersion,
    Optional<String> baselineDigest,
    String summary,
    Optional<String> confirmsRun,
    boolean pruned) {}
