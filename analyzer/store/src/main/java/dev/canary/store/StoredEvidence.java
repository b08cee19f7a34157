package dev.canary.store;

import java.time.Instant;

/**
 * What has accumulated over the runs of one watch, as of its last counted run.
 *
 * @param baselineDigest the baseline that it speaks against
 * @param numbers the flat state, its format first; not copied
 * @param countedAt when the last counted run was due
 * @param lockVersion grows with every step, so that nobody writes over a step that was not read
 */
@SuppressWarnings("ArrayRecordComponent") // between database and core, never compared
public record StoredEvidence(
    String baselineDigest, double[] numbers, Instant countedAt, long lockVersion) {}
