package dev.canary.store;

import dev.canary.evidence.HeldEvidence;

/**
 * What a watch holds, as the store keeps it.
 *
 * @param held as of the last counted run
 * @param place where the model is that it speaks of; empty if it was not said then
 * @param lockVersion grows with every step, so that nobody writes over a step that was not read
 */
public record StoredEvidence(HeldEvidence held, String place, long lockVersion) {}
