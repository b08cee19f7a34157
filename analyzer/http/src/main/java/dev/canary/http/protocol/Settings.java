package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of one profile, as suite.yaml gives them.
 *
 * @param protocol the profile's word, for messages
 * @param model its name on the server
 * @param values by dotted key
 */
record Settings(String protocol, String model, Map<String, String> values) {
  Settings {
    values = Map.copyOf(values);
  }

  /** The model in a path, with its version where {@code modelVersion} asks for one. */
  String versionedModel() {
    return Probe.segment(model)
        + text("modelVersion").map(version -> "/" + Probe.segment(version)).orElse("");
  }

  /** A text as it is spelled. */
  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * One of some words; an option that several profiles share has words that are not all meant here.
   *
   * @throws LoadException if it is another word
   */
  Optional<String> word(String key, List<String> allowed) throws LoadException {
    Optional<String> found = text(key);
    if (found.isPresent() && !allowed.contains(found.get())) {
      throw new LoadException(
          "target.%s is \"%s\"; %s allows %s"
              .formatted(key, found.get(), protocol, String.join(", ", allowed)));
    }
    return found;
  }

  /** A whole number. */
  int count(String key, int otherwise) {
    return text(key).map(Integer::parseInt).orElse(otherwise);
  }

  /**
   * Any value.
   *
   * @throws LoadException if it is not JSON
   */
  Optional<Json> json(String key) throws LoadException {
    Optional<String> found = text(key);
    try {
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(JsonReader.read(found.get().getBytes(StandardCharsets.UTF_8)));
    } catch (PredictionException e) {
      throw new LoadException("target.%s: %s".formatted(key, e.getMessage()), e);
    }
  }

  /**
   * Refuses an option of another profile: it would be ignored, and its author believe otherwise.
   *
   * @param all the options of all profiles
   * @param own those of this one
   */
  void check(List<Option> all, List<Option> own) throws LoadException {
    List<String> ownKeys = own.stream().map(Option::key).toList();
    for (Option option : all) {
      if (values.containsKey(option.key()) && !ownKeys.contains(option.key())) {
        throw new LoadException(
            "target.%s means nothing to %s; its options are %s"
                .formatted(option.key(), protocol, String.join(", ", ownKeys)));
      }
    }
  }
}
