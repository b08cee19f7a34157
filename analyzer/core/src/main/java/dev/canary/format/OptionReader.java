package dev.canary.format;

import dev.canary.target.Headers;
import dev.canary.target.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the settings that a kind of target declares, each by its kind. */
final class OptionReader {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(B|KiB|MiB|GiB)");
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB");
  private static final int UNIT = 10;
  private static final String DOT = ".";
  private static final String ANY = "*";

  private OptionReader() {}

  /** The options that are there, by dotted key. */
  static Map<String, String> read(Section section, List<Option> options, Path referrer) {
    return read(section, options, "", referrer);
  }

  private static Map<String, String> read(
      Section section, List<Option> options, String prefix, Path referrer) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, List<Option>> below = new LinkedHashMap<>();
    for (Option option : options) {
      String key = option.key().substring(prefix.length());
      int dot = key.indexOf(DOT);
      if (dot < 0) {
        value(section, key, option, referrer).ifPresent(text -> values.put(option.key(), text));
      } else {
        below.computeIfAbsent(key.substring(0, dot), k -> new ArrayList<>()).add(option);
      }
    }
    below.forEach(
        (key, deeper) -> {
          Optional<Section> inner = section.section(key);
          inner.ifPresent(s -> values.putAll(read(s, deeper, prefix + key + DOT, referrer)));
          inner.ifPresent(Section::end);
        });
    return values;
  }

  private static Optional<String> value(Section section, String key, Option option, Path referrer) {
    return switch (option.kind()) {
      case TEXT -> section.spelling(key);
      case TEXTS ->
          Optional.of(section.texts(key)).filter(t -> !t.isEmpty()).map(t -> String.join(",", t));
      case WORD -> section.word(key, words(option));
      case FLAG -> section.flag(key).map(String::valueOf);
      case COUNT -> section.count(key, 1).map(String::valueOf);
      case POSITIVE -> text(section.number(key, Bounds.POSITIVE));
      case DURATION -> section.duration(key).map(String::valueOf);
      case SIZE -> size(section, key);
      case SECRET -> secret(section, key, referrer);
      case HEADERS -> section.section(key).map(headers -> headers(headers, option.words()).text());
      case JSON -> section.any(key).map(NodeJson::text);
    };
  }

  private static Map<String, String> words(Option option) {
    return option.words().stream()
        .collect(
            Collectors.toMap(
                Function.identity(), Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  private static Optional<String> text(OptionalDouble number) {
    return number.isPresent()
        ? Optional.of(Double.toString(number.getAsDouble()))
        : Optional.empty();
  }

  private static Optional<String> size(Section section, String key) {
    Optional<String> text = section.spelling(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = SIZE.matcher(text.get());
    if (!matcher.matches()) {
      section.problem(key, '"' + text.get() + '"', "a size like 512B, 64KiB, 16MiB or 2GiB");
      return Optional.empty();
    }
    long bytes = Long.parseLong(matcher.group(1)) << (UNIT * UNITS.indexOf(matcher.group(2)));
    return Optional.of(Long.toString(bytes));
  }

  private static Headers headers(Section section, List<String> reserved) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : section.keys()) {
      Optional<String> value = section.spelling(name);
      if (!Headers.isName(name)) {
        section.problem(name, "no name of a header", "letters, digits and !#$%&'*+-.^_`|~");
      } else if (reserved.stream().anyMatch(r -> matches(r, name.toLowerCase(Locale.ROOT)))) {
        section.problem(
            name, "not the suite's to set", "others; credentials belong under target.auth");
      } else if (value.isPresent() && !Headers.isValue(value.get())) {
        section.problem(name, "not printable (its value is hidden)", "printable ASCII");
      } else {
        value.ifPresent(text -> headers.put(name, text));
      }
    }
    return new Headers(headers);
  }

  private static boolean matches(String reserved, String name) {
    if (reserved.startsWith(ANY)) {
      return name.endsWith(reserved.substring(1));
    }
    return reserved.endsWith(ANY)
        ? name.startsWith(reserved.substring(0, reserved.length() - 1))
        : name.equals(reserved);
  }

  /** A secret must name where it is kept: what stands in suite.yaml itself is no secret. */
  private static Optional<String> secret(Section section, String key, Path referrer) {
    Optional<String> text = section.spelling(key);
    if (text.isPresent() && !Secret.isReference(text.get())) {
      section.problem(key, "not a reference (its value is hidden)", "${env:NAME}, ${file:PATH}");
      return Optional.empty();
    }
    return text.map(spelling -> Secret.resolved(spelling, referrer));
  }
}
