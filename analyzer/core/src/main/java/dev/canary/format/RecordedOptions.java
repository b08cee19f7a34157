package dev.canary.format;

import dev.canary.suite.TargetSpec;
import dev.canary.target.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What suite.yaml says of a file of recorded predictions.
 *
 * @param id the column or key that holds the case's id
 * @param ids where ids come from
 * @param layout what the file holds
 * @param platform where the predictions were computed, if the file's owner says so
 */
public record RecordedOptions(String id, Ids ids, Layout layout, Optional<Platform> platform) {
  /** Where the ids of the predictions come from. */
  public enum Ids {
    /** From a column or key of the file. */
    COLUMN,
    /** From the number of the row, counted from 0: the case {@code "17"} is the 18th row. */
    ROW,
    /** From the column or key where the file has it, else from the number of the row. */
    COLUMN_OR_ROW
  }

  /** What a file of predictions holds. */
  public enum Layout {
    /** The answer to one case in each row. */
    ROW_PER_CASE,
    /** The answer to the one case of the suite. */
    ONE_CASE
  }

  /** The keys under {@code target}. */
  public static final Set<String> KEYS = Set.of("id", "idFrom", "layout", "platform");

  /** The column that holds the id when none is named. */
  public static final String DEFAULT_ID = "id";

  static final Map<String, Ids> IDS = words("column", Ids.COLUMN, "row", Ids.ROW);
  static final Map<String, Layout> LAYOUTS =
      words("row-per-case", Layout.ROW_PER_CASE, "one-case", Layout.ONE_CASE);
  private static final List<String> PLATFORM = List.of("os", "arch", "cpu", "runtime");

  private static <E> Map<String, E> words(String first, E one, String second, E two) {
    Map<String, E> words = new LinkedHashMap<>();
    words.put(first, one);
    words.put(second, two);
    return Collections.unmodifiableMap(words);
  }

  /** The options of a target that was read from a suite.yaml; unknown words count as absent. */
  public static RecordedOptions of(TargetSpec spec) {
    Map<String, String> options = spec.options();
    return new RecordedOptions(
        options.getOrDefault("id", DEFAULT_ID),
        IDS.getOrDefault(options.getOrDefault("idFrom", ""), Ids.COLUMN),
        LAYOUTS.getOrDefault(options.getOrDefault("layout", ""), Layout.ROW_PER_CASE),
        platform(options));
  }

  private static Optional<Platform> platform(Map<String, String> options) {
    String text = options.getOrDefault("platform", "");
    List<String> parts =
        PLATFORM.stream().map(key -> options.getOrDefault("platform." + key, "")).toList();
    if (text.isEmpty() && parts.stream().allMatch(String::isEmpty)) {
      return Optional.empty();
    }
    String cpu = text.isEmpty() ? parts.get(2) : text;
    return Optional.of(new Platform(parts.get(0), parts.get(1), cpu, parts.get(3)));
  }

  /** Reads the options from the section {@code target}. */
  static Map<String, String> read(Section target) {
    Map<String, String> options = new LinkedHashMap<>();
    target.name("id").ifPresent(id -> options.put("id", id));
    word(target, "idFrom", IDS, options);
    word(target, "layout", LAYOUTS, options);
    if (target.any("platform").orElse(null) instanceof Node.Entries) {
      Section platform = target.section("platform").orElseThrow();
      for (String key : PLATFORM) {
        platform.spelling(key).ifPresent(text -> options.put("platform." + key, text));
      }
      platform.end();
    } else {
      target.name("platform").ifPresent(text -> options.put("platform", text));
    }
    if (target.has("id") && "row".equals(options.get("idFrom"))) {
      target.problem("id", "given beside idFrom: row", "either id or idFrom: row");
    }
    return options;
  }

  private static <E> void word(
      Section target, String key, Map<String, E> words, Map<String, String> options) {
    target
        .word(key, words)
        .ifPresent(meaning -> target.text(key).ifPresent(t -> options.put(key, t)));
  }
}
