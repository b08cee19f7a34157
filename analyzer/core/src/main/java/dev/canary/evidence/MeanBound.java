package dev.canary.evidence;

/**
 * What the betting lane holds of healthy runs: the mean of min(1, S_rms / cap) is at most m.
 *
 * @param cap in noise floors
 * @param mean m, in (0, 1)
 */
public record MeanBound(double cap, double mean) {}
