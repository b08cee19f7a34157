package dev.canary.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The published JSON Schemas (2020-12) of the events' data, by CloudEvents type. They are open: a
 * later version may add properties and words, and takes nothing away.
 */
public final class Schemas {
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "dev.canary.run.v1", "run.v1.json",
              "dev.canary.finding.v1", "finding.v1.json",
              "dev.canary.alert.v1", "alert.v1.json",
              "dev.canary.state.v1", "state.v1.json"));

  private Schemas() {}

  /** The types that have a schema. */
  public static Set<String> types() {
    return Set.copyOf(FILES.keySet());
  }

  /** The schema's text; empty for a type that is not this product's. */
  public static Optional<String> of(String type) {
    return Optional.ofNullable(FILES.get(type)).map(Schemas::read);
  }

  /** The {@code $id} of the schema of a type's data. */
  static URI id(String type) {
    return URI.create("urn:dev.canary:schema:" + type.replaceFirst("^dev\\.canary\\.", ""));
  }

  private static String read(String file) {
    try (InputStream in = Schemas.class.getResourceAsStream("schema/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the schema " + file + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
