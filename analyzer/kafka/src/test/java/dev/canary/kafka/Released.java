package dev.canary.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What released versions sent and promised: committed when they were released, never changed. */
final class Released {
  /** The released versions, oldest first. */
  static final List<String> VERSIONS = List.of("0.1.0");

  /** The names of the events that have a schema. */
  static final List<String> EVENTS = List.of("run", "finding", "alert", "state");

  private Released() {}

  /** An event as a version sent it. */
  static String event(String version, String name) {
    return text(version + "/" + name + ".v1.json");
  }

  /** The schema that a version published. */
  static String schema(String version, String name) {
    return text(version + "/" + name + ".v1.schema.json");
  }

  private static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(Released.class.getResourceAsStream("released/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
