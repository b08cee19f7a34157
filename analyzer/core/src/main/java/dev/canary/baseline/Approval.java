package dev.canary.baseline;

import java.time.Instant;

/** Who accepted a baseline as the trusted behaviour, and why. */
public record Approval(String author, String reason, Instant at) {}
