package dev.canary.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a watch's evidence, to be stored in the transaction of its run.
 *
 * @param readBefore what {@link Store#evidenceOf} gave when the step was made; the step is stored
 *     only if that is still so
 * @param baselineDigest the baseline that the evidence speaks against
 * @param numbers the flat state after the step, its format first; not copied
 * @param countedAt when the run was due, or a later run that had overtaken it
 * @param input what the step was made of, for those who want to make it again; kept as long as the
 *     run's observations; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to the database, never compared
public record EvidenceRecord(
    Optional<StoredEvidence> readBefore,
    String baselineDigest,
    double[] numbers,
    Instant countedAt,
    double[] input) {}
