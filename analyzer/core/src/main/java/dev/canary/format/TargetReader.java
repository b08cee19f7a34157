package dev.canary.format;

import dev.canary.measure.Spelling;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.TargetProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Reads {@code target}. */
final class TargetReader {
  static final String RECORDED = "recorded";

  private static final List<String> TYPES =
      List.of("tribuo", "djl", "http", "grpc", "command", RECORDED);
  private static final String METHOD = "method:";

  private TargetReader() {}

  /**
   * The target below a section.
   *
   * @param referrer the file that paths are relative to
   * @return empty if there is a problem or no target
   */
  static Optional<TargetSpec> read(Section parent, Path referrer) {
    return read(parent, "target", referrer);
  }

  /** A target under another key. */
  static Optional<TargetSpec> read(Section parent, String key, Path referrer) {
    Optional<Section> section = parent.section(key);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Section target = section.get();
    Optional<String> type = type(target);
    Optional<Place> place = PlaceReader.read(target, referrer);
    Optional<String> version = target.name("version");
    Optional<String> engine = target.name("engine");
    List<String> inputs = target.texts("inputs");
    Reset reset = reset(target);
    Map<String, String> options = type.map(t -> options(target, t, referrer)).orElse(Map.of());
    if (type.isEmpty() || place.isEmpty()) {
      return Optional.empty();
    }
    target.end();
    return Optional.of(
        new TargetSpec(type.get(), place.get(), version, engine, inputs, reset, options));
  }

  private static Optional<String> type(Section target) {
    target.require("type", String.join(", ", TYPES));
    Optional<String> type = target.name("type");
    if (type.isEmpty() || TYPES.contains(type.get())) {
      return type;
    }
    target.problem("type", '"' + type.get() + '"', Spelling.allowed(type.get(), TYPES));
    return Optional.empty();
  }

  private static Reset reset(Section target) {
    String text = target.name("reset").orElse("none");
    if (text.equals("reload")) {
      return Reset.reload();
    }
    if (text.startsWith(METHOD) && text.length() > METHOD.length()) {
      return new Reset.Method(text.substring(METHOD.length()));
    }
    if (!text.equals("none")) {
      target.problem("reset", '"' + text + '"', "none, reload, method:<name>");
    }
    return Reset.none();
  }

  private static Map<String, String> options(Section target, String type, Path referrer) {
    return type.equals(RECORDED)
        ? RecordedOptions.read(target)
        : provider(type)
            .map(found -> OptionReader.read(target, found.options(), referrer))
            .orElseGet(() -> asSpelled(target));
  }

  /** Whatever is there: the module of this type is not here, so nobody knows what is allowed. */
  private static Map<String, String> asSpelled(Section target) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String key : target.unread()) {
      if (target.any(key).orElse(null) instanceof Node.Scalar) {
        target.spelling(key).ifPresent(text -> options.put(key, text));
      }
    }
    return options;
  }

  private static Optional<TargetProvider> provider(String type) {
    for (TargetProvider provider : ServiceLoader.load(TargetProvider.class)) {
      if (provider.type().equals(type)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
