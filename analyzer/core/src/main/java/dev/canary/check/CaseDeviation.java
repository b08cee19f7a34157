package dev.canary.check;

/**
 * One case of a finding.
 *
 * @param id of the case
 * @param deviation its size in the finding's statistic; NaN where there is none
 * @param note what happened in words, for example {@code good -> bad}; empty for private suites
 */
public record CaseDeviation(String id, double deviation, String note) {}
