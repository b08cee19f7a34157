package dev.canary.store;

import dev.canary.evidence.HeldEvidence;
import java.util.Optional;

/**
 * One step of a watch's evidence, to be stored in the transaction of its run.
 *
 * @param readBefore what {@link Store#evidenceOf} gave when the step was made; the step is stored
 *     only if that is still so
 * @param held what the watch holds after the step
 * @param place where the model is that the evidence speaks of
 * @param input what the step was made of, for those who want to make it again; kept as long as the
 *     run's observations; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to the database, never compared
public record EvidenceRecord(
    Optional<StoredEvidence> readBefore, HeldEvidence held, String place, double[] input) {}
