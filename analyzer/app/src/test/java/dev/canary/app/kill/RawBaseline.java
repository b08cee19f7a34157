package dev.canary.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A baseline's folder, read by a JSON parser and SHA-256: none of the code under test.
 *
 * @param json the text of {@code baseline.json}
 * @param files the names of the files, hidden ones too
 * @param inPlace whether the arrays that {@code baseline.json} speaks of are in their place
 * @param beside whether they are under the hidden name that a write gives them first
 */
record RawBaseline(String json, List<String> files, boolean inPlace, boolean beside) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARRAYS = "outputs.safetensors";

  /** Reads the folder; empty if there is no {@code baseline.json}. */
  static Optional<RawBaseline> read(Path folder) {
    Path file = folder.resolve("baseline.json");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String json = Files.readString(file);
      String digest = JSON.readTree(json).at("/files/" + ARRAYS).asText();
      return Optional.of(
          new RawBaseline(
              json,
              files(folder),
              digest.equals(digest(folder.resolve(ARRAYS))),
              digest.equals(digest(folder.resolve("." + ARRAYS + ".next")))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of a folder's files, hidden ones too. */
  static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** True when both files are there and fit. */
  boolean isWhole() {
    return (inPlace || beside) && sealFits();
  }

  /** Captured, approved or superseded. */
  String status() {
    return parsed().get("status").asText();
  }

  /** When the first of its captures was taken. */
  Instant firstAt() {
    return Instant.parse(parsed().at("/provenance/firstAt").asText());
  }

  /** What drew the order of the cases. */
  String seed() {
    return parsed().at("/provenance/seed").asText();
  }

  /** How many captures it is made of. */
  int captures() {
    return parsed().at("/provenance/captures").asInt();
  }

  private JsonNode parsed() {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean sealFits() {
    String open = json.substring(0, json.lastIndexOf(",\n  \"digest\" : "));
    return parsed().get("digest").asText().equals(sha256(open.getBytes(StandardCharsets.UTF_8)));
  }

  private static String digest(Path file) throws IOException {
    return Files.exists(file) ? sha256(Files.readAllBytes(file)) : "none";
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
