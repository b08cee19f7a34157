package dev.canary.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that a measure may be told, under any of its names.
 *
 * <p>Names and words are compared by their letters and digits alone, in any case: {@code
 * zeroMethod}, {@code zero_method} and {@code ZERO-METHOD} are one name. Immutable.
 *
 * @param <T> what it means
 */
public final class Parameter<T> {
  private final String name;
  private final List<String> aliases;
  private final String says;
  private final String allowed;
  private final String standard;
  private final Optional<T> fallback;
  private final Function<Given, Optional<T>> meaning;

  private Parameter(
      String name,
      List<String> aliases,
      String says,
      String allowed,
      String standard,
      Optional<T> fallback,
      Function<Given, Optional<T>> meaning) {
    this.name = name;
    this.aliases = List.copyOf(aliases);
    this.says = says;
    this.allowed = allowed;
    this.standard = standard;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /** A word that a parameter takes, the spellings that others use for it, and what it means. */
  record Word<T>(T meaning, String word, List<String> others) {
    Word(T meaning, String word, String... others) {
      this(meaning, word, List.of(others));
    }
  }

  /** One of some words; the first is the default. */
  @SafeVarargs
  static <T> Parameter<T> word(String name, String says, Word<T>... words) {
    Map<String, T> meanings = new LinkedHashMap<>();
    List<String> canonical = new ArrayList<>();
    for (Word<T> word : words) {
      canonical.add(word.word());
      meanings.put(plain(word.word()), word.meaning());
      for (String other : word.others()) {
        meanings.put(plain(other), word.meaning());
      }
    }
    return new Parameter<>(
        name,
        List.of(),
        says,
        String.join(", ", canonical),
        canonical.get(0),
        Optional.of(words[0].meaning()),
        given -> Optional.ofNullable(meanings.get(plain(text(given)))));
  }

  /** A number. */
  static Parameter<Double> number(String name, String says) {
    return new Parameter<>(
        name, List.of(), says, "a number", "", Optional.empty(), Parameter::toNumber);
  }

  /** A whole number. */
  static Parameter<Long> whole(String name, String says) {
    return new Parameter<>(
        name, List.of(), says, "a whole number", "", Optional.empty(), Parameter::toWhole);
  }

  /** A list of numbers. */
  static Parameter<double[]> numbers(String name, String says) {
    return new Parameter<>(
        name, List.of(), says, "a list of numbers", "", Optional.empty(), Parameter::toNumbers);
  }

  /** Anything: data, which the measure itself looks at. */
  static Parameter<Given> data(String name, String says) {
    return data(name, says, "data");
  }

  /** Anything, with what is allowed in words. */
  static Parameter<Given> data(String name, String says, String allowed) {
    return new Parameter<>(name, List.of(), says, allowed, "", Optional.empty(), Optional::of);
  }

  /** This parameter under further names. */
  Parameter<T> orCalled(String... others) {
    List<String> all = new ArrayList<>(aliases);
    all.addAll(List.of(others));
    return new Parameter<>(name, all, says, allowed, standard, fallback, meaning);
  }

  /** This parameter with what it means when it is not given. */
  Parameter<T> orElse(T value) {
    return new Parameter<>(
        name, aliases, says, allowed, String.valueOf(value), Optional.of(value), meaning);
  }

  /** The one name that messages and documents use. */
  public String name() {
    return name;
  }

  /** What other systems call it. */
  public List<String> aliases() {
    return aliases;
  }

  /** What it does, as half a sentence. */
  public String says() {
    return says;
  }

  /** What may be given, in words. */
  public String allowed() {
    return allowed;
  }

  /** The default as it would be written; empty where there is none. */
  public String standard() {
    return standard;
  }

  Optional<T> fallback() {
    return fallback;
  }

  boolean isCalled(String plainName) {
    return plain(name).equals(plainName)
        || aliases.stream().anyMatch(alias -> plain(alias).equals(plainName));
  }

  /**
   * What is meant by something given.
   *
   * @throws IllegalArgumentException if it is not allowed, naming what is
   */
  T read(Given given) {
    return meaning
        .apply(given)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is " + given.shown() + "; allowed: " + guess(given)));
  }

  private String guess(Given given) {
    Collection<String> words = List.of(allowed.split(", ", -1));
    return given instanceof Given.Word word && words.size() > 1
        ? Spelling.allowed(word.text(), words)
        : allowed;
  }

  /** A name or word without what people spell differently. */
  static String plain(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    name.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }

  /** A whole number is one word however it is written: 2 or 2.0. */
  private static String text(Given given) {
    if (given instanceof Given.Word word) {
      return word.text();
    }
    boolean whole = given instanceof Given.Real real && real.value() == Math.rint(real.value());
    return whole ? String.valueOf((long) ((Given.Real) given).value()) : given.shown();
  }

  private static Optional<Double> toNumber(Given given) {
    if (given instanceof Given.Real number) {
      return Optional.of(number.value());
    }
    if (given instanceof Given.Whole whole) {
      return Optional.of((double) whole.value());
    }
    try {
      return given instanceof Given.Word word
          ? Optional.of(Double.valueOf(word.text()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> toWhole(Given given) {
    if (given instanceof Given.Whole whole) {
      return Optional.of(whole.value());
    }
    return toNumber(given)
        .filter(number -> number == Math.rint(number) && Math.abs(number) <= 0x1p53)
        .map(Double::longValue);
  }

  private static Optional<double[]> toNumbers(Given given) {
    if (given instanceof Given.Numbers numbers) {
      return Optional.of(numbers.values());
    }
    return given instanceof Given.Nothing
        ? Optional.of(new double[0])
        : toNumber(given).map(number -> new double[] {number});
  }
}
