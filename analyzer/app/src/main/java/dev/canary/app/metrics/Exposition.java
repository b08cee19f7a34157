package dev.canary.app.metrics;

/**
 * All metrics at one instant, as the body of an HTTP answer.
 *
 * @param contentType the value of the header of that name
 * @param body in UTF-8; owned by whoever asked for it
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes at times: handed over, not copied.
public record Exposition(String contentType, byte[] body) {}
