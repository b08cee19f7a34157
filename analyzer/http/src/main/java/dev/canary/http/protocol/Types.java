package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.tensor.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types of outputs whose protocol does not tell them: an answer that is read as fp32 can be
 * paired, bit for bit, with that of the same model in this process.
 *
 * @param byName the type of an output
 * @param others the type of all other outputs; without one, an output's own elements tell it
 */
record Types(Map<String, DType> byName, Optional<DType> others) {
  static final Option OPTION = Option.of("types", Option.Kind.JSON);

  /** Nothing is known. */
  static final Types UNKNOWN = new Types(Map.of(), Optional.empty());

  Types {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * The option {@code types}: one type for all outputs, or a map from output names to types.
   *
   * @throws LoadException if it is neither
   */
  static Types of(Settings settings) throws LoadException {
    Optional<Json> option = settings.json(OPTION.key());
    if (option.isEmpty()) {
      return UNKNOWN;
    }
    if (!(option.get() instanceof Json.Members members)) {
      return new Types(Map.of(), Optional.of(type("types", option.get())));
    }
    Map<String, DType> byName = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : members.members().entrySet()) {
      byName.put(entry.getKey(), type("types." + entry.getKey(), entry.getValue()));
    }
    return new Types(byName, Optional.empty());
  }

  /** The type that an option names. */
  static DType type(String key, Json value) throws LoadException {
    return value
        .text()
        .flatMap(DType::of)
        .orElseThrow(
            () ->
                new LoadException(
                    "target.%s is %s where a type like fp32, int64 or string belongs"
                        .formatted(key, value.found())));
  }

  /** The type of an output, if it is known. */
  Optional<DType> of(String output) {
    return Optional.ofNullable(byName.get(output)).or(() -> others);
  }

  /** The same, and for outputs that are not known yet these. */
  Types or(Map<String, DType> told) {
    Map<String, DType> all = new LinkedHashMap<>(told);
    all.putAll(byName);
    return others.isPresent() ? this : new Types(all, others);
  }
}
