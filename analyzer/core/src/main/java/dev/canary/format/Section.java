package dev.canary.format;

import dev.canary.measure.Spelling;
import dev.canary.suite.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A map of a file, read key by key. What is not as expected becomes a problem and reads as absent,
 * so that one reading finds all problems; keys that nobody asked for are problems at {@link
 * #end()}.
 */
final class Section {
  private final Reading reading;
  private final String file;
  private final String path;
  private final Node.Entries node;

  /** A short list: sections are small, and thousands of them are read. */
  private final List<String> asked = new ArrayList<>();

  Section(Reading reading, String file, String path, Node.Entries node) {
    this.reading = reading;
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** The top of a file, which must be a map. */
  static Optional<Section> top(Reading reading, String file, Node node) {
    if (node instanceof Node.Entries entries) {
      return Optional.of(new Section(reading, file, "", entries));
    }
    reading.problem(file, node.line(), "the file holds " + node.found(), "a map of keys to values");
    return Optional.empty();
  }

  Reading reading() {
    return reading;
  }

  String file() {
    return file;
  }

  int line() {
    return node.line();
  }

  /** The keys that are there, in the order of the file. */
  Set<String> keys() {
    return node.entries().keySet();
  }

  /** The keys that nobody asked for so far. */
  Set<String> unread() {
    Set<String> unread = new LinkedHashSet<>(keys());
    asked.forEach(unread::remove);
    return unread;
  }

  boolean has(String key) {
    return node.entries().containsKey(key);
  }

  /** The line of a key, or of the section where it is absent. */
  int line(String key) {
    Node.Entry entry = node.entries().get(key);
    return entry == null ? node.line() : entry.line();
  }

  /** The value of a key, whatever it is. */
  Optional<Node> any(String key) {
    asked.add(key);
    return Optional.ofNullable(node.entries().get(key)).map(Node.Entry::value);
  }

  Optional<String> text(String key) {
    return scalar(key, () -> "text", s -> s.isText() ? Optional.of(s.text()) : Optional.empty());
  }

  /** Text, or a number or word as it is spelled. */
  Optional<String> spelling(String key) {
    return scalar(key, () -> "text", s -> s.isNull() ? Optional.empty() : Optional.of(s.text()));
  }

  /** Text that is neither empty nor blank. */
  Optional<String> name(String key) {
    return scalar(
        key,
        () -> "text that is not empty",
        s -> s.isText() && !s.text().isBlank() ? Optional.of(s.text()) : Optional.empty());
  }

  Optional<Boolean> flag(String key) {
    return scalar(key, () -> "true, false", Scalars::flag);
  }

  /** A finite number of at least (or, if {@code above}, more than) a bound. */
  OptionalDouble number(String key, Bounds bounds) {
    Optional<Double> value =
        scalar(
            key,
            bounds::label,
            s -> {
              OptionalDouble number = Scalars.number(s);
              return number.isPresent() && bounds.holds(number.getAsDouble())
                  ? Optional.of(number.getAsDouble())
                  : Optional.empty();
            });
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** A whole number of at least this. */
  Optional<Integer> count(String key, int least) {
    return scalar(
        key,
        () -> "a whole number of at least " + least,
        s -> Scalars.whole(s).filter(value -> value >= least));
  }

  /** A duration longer than nothing. */
  Optional<Duration> duration(String key) {
    return scalar(
        key,
        () -> Scalars.DURATIONS,
        s -> Scalars.duration(s.text()).filter(value -> !value.isZero()));
  }

  /** One of these words. */
  <E> Optional<E> word(String key, Map<String, E> words) {
    Optional<Node.Scalar> scalar =
        scalar(key, () -> String.join(", ", words.keySet()), Optional::of);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    Optional<E> meaning = Optional.ofNullable(words.get(text));
    if (meaning.isEmpty()) {
      problem(key, scalar.get(), Spelling.allowed(text, words.keySet()));
    }
    return meaning;
  }

  /** Two numbers, low and high; either may be infinite. */
  Optional<Range> range(String key) {
    Optional<Node> value = any(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Double> ends = new ArrayList<>();
    if (value.get() instanceof Node.Items items) {
      for (Node item : items.items()) {
        if (item instanceof Node.Scalar scalar) {
          Scalars.bound(scalar).ifPresent(ends::add);
        }
      }
      if (items.items().size() == 2 && ends.size() == 2 && ends.get(0) <= ends.get(1)) {
        return Optional.of(new Range(ends.get(0), ends.get(1)));
      }
    }
    problem(key, shown(value.get()), "two numbers [low, high] with low <= high");
    return Optional.empty();
  }

  /** A list of texts; numbers count as they are spelled. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    Optional<Node> value = any(key);
    if (value.isPresent() && !(value.get() instanceof Node.Items)) {
      problem(key, value.get(), "a list of texts");
    } else if (value.isPresent() && value.get() instanceof Node.Items items) {
      for (Node item : items.items()) {
        if (item instanceof Node.Scalar scalar && !scalar.isNull()) {
          texts.add(scalar.text());
        } else {
          String found = "a part of " + path(key) + " is " + shown(item);
          reading.problem(file, item.line(), found, "text");
        }
      }
    }
    return texts;
  }

  /** The numbers of a list; a single number counts as a list of one. */
  List<Double> numbers(String key, Bounds bounds) {
    List<Double> numbers = new ArrayList<>();
    Optional<Node> value = any(key);
    List<Node> items =
        value.map(v -> v instanceof Node.Items list ? list.items() : List.of(v)).orElse(List.of());
    for (Node item : items) {
      OptionalDouble number =
          item instanceof Node.Scalar scalar ? Scalars.number(scalar) : OptionalDouble.empty();
      if (number.isPresent() && bounds.holds(number.getAsDouble())) {
        numbers.add(number.getAsDouble());
      } else {
        problem(key, item, bounds.label());
      }
    }
    return numbers;
  }

  /** A map below this one. */
  Optional<Section> section(String key) {
    Optional<Node> value = any(key);
    if (value.isPresent() && value.get() instanceof Node.Entries entries) {
      return Optional.of(new Section(reading, file, path(key), entries));
    }
    value.ifPresent(v -> problem(key, v, "a map of keys to values"));
    return Optional.empty();
  }

  /** The sections below this one, one for each of its keys. */
  Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String key : keys()) {
      section(key).ifPresent(section -> sections.put(key, section));
    }
    return sections;
  }

  /** The maps of a list. */
  List<Section> list(String key) {
    List<Section> sections = new ArrayList<>();
    Optional<Node> value = any(key);
    if (value.isPresent() && !(value.get() instanceof Node.Items)) {
      problem(key, value.get(), "a list of maps");
    } else if (value.isPresent() && value.get() instanceof Node.Items list) {
      for (Node item : list.items()) {
        if (item instanceof Node.Entries entries) {
          sections.add(new Section(reading, file, path(key), entries));
        } else {
          String found = "a part of " + path(key) + " is " + shown(item);
          reading.problem(file, item.line(), found, "a map of keys to values");
        }
      }
    }
    return sections;
  }

  /** Says that a key is missing, unless it is there. */
  void require(String key, String allowed) {
    if (!has(key)) {
      reading.problem(file, line(), path(key) + " is missing", allowed);
    }
  }

  /** Says what is wrong with a value. */
  void problem(String key, Node value, String allowed) {
    reading.problem(file, value.line(), path(key) + " is " + shown(value), allowed);
  }

  /** Says what is wrong with a key. */
  void problem(String key, String found, String allowed) {
    reading.problem(file, line(key), path(key) + " is " + found, allowed);
  }

  /** Says what is wrong with the map as a whole. */
  void problemHere(String found, String allowed) {
    reading.problem(file, line(), path + " is " + found, allowed);
  }

  /** Says that keys nobody asked for are unknown. */
  void end() {
    for (Map.Entry<String, Node.Entry> entry : node.entries().entrySet()) {
      String key = entry.getKey();
      if (!asked.contains(key)) {
        String found = "unknown key " + path(key);
        reading.problem(
            file,
            entry.getValue().line(),
            found,
            Spelling.allowed(key, new LinkedHashSet<>(asked)));
      }
    }
  }

  /** The key with the keys above it, as in {@code output.contract.range}. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private <T> Optional<T> scalar(
      String key, Supplier<String> allowed, Function<Node.Scalar, Optional<T>> read) {
    Optional<Node> value = any(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Node.Scalar scalar && !isEmpty(scalar)) {
      Optional<T> result = read.apply(scalar);
      if (result.isEmpty()) {
        problem(key, scalar, allowed.get());
      }
      return result;
    }
    problem(key, value.get(), allowed.get());
    return Optional.empty();
  }

  private static boolean isEmpty(Node.Scalar scalar) {
    return scalar.style() == Node.Style.PLAIN && scalar.text().isEmpty();
  }

  private static String shown(Node node) {
    return node instanceof Node.Scalar scalar && isEmpty(scalar) ? "empty" : node.found();
  }
}
