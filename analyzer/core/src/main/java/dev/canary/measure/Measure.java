package dev.canary.measure;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One test or distance under its names, with what it may be told.
 *
 * @param name the one name that messages and documents use, in kebab case
 * @param aliases what other systems call it
 * @param kind what it compares
 * @param says what it answers, as one sentence
 * @param parameters what it may be told beside its data
 * @param computation how it is computed
 */
public record Measure(
    String name,
    List<String> aliases,
    Kind kind,
    String says,
    List<Parameter<?>> parameters,
    Computation computation) {

  /** Keeps copies. */
  public Measure {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** What a measure makes of its arguments. */
  @FunctionalInterface
  interface Computation {
    /** Computes, or refuses an argument that is missing or out of bounds. */
    Answer of(Arguments arguments);
  }

  /** True under the name or an alias, however it is spelled. */
  boolean isCalled(String plainName) {
    return Stream.concat(Stream.of(name), aliases.stream())
        .anyMatch(known -> Parameter.plain(known).equals(plainName));
  }

  /** True if it can be told something of this name. */
  boolean knows(String key) {
    String plain = Parameter.plain(key);
    return parameters.stream().anyMatch(parameter -> parameter.isCalled(plain));
  }

  /** True if something is given for a parameter, under any of its names. */
  boolean isTold(Parameter<?> parameter, Map<String, Given> given) {
    return given.keySet().stream().map(Parameter::plain).anyMatch(parameter::isCalled);
  }

  /** Refuses a name that it knows nothing of, with what it does know. */
  void requireKnown(String key) {
    if (!knows(key)) {
      List<String> known = parameters.stream().map(Parameter::name).toList();
      throw new IllegalArgumentException(
          name + " knows no \"" + key + "\"; allowed: " + Spelling.allowed(key, known));
    }
  }

  /**
   * Computes the measure.
   *
   * @param given data and parameters by their names
   * @throws IllegalArgumentException if something is missing, unknown or out of bounds, naming it
   *     and what is allowed
   */
  public Answer answer(Map<String, Given> given) {
    return computation.of(Arguments.of(this, given));
  }
}
