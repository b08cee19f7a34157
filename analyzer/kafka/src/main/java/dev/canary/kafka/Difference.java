package dev.canary.kafka;

/**
 * Something that a broker has otherwise than the product needs it.
 *
 * @param topic its full name
 * @param found what the broker has, and what it should have
 * @param command that mends it; the words of a person where no command can
 */
public record Difference(String topic, String found, String command) {}
