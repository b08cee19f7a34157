package dev.canary.format;

import dev.canary.measure.Spelling;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.TargetProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code target}. */
final class TargetReader {
  static final String RECORDED = "recorded";

  private static final List<String> TYPES = List.of("tribuo", "djl", RECORDED);
  private static final Set<String> LATER = Set.of("http", "command");
  private static final String METHOD = "method:";

  private TargetReader() {}

  /**
   * The target below a section.
   *
   * @param referrer the file that paths are relative to
   * @return empty if there is a problem or no target
   */
  static Optional<TargetSpec> read(Section parent, Path referrer) {
    Optional<Section> section = parent.section("target");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Section target = section.get();
    Optional<String> type = type(target);
    target.require("model", "a path relative to this file");
    Optional<Path> model =
        target.name("model").flatMap(text -> Paths.inside(target, "model", referrer, text));
    Optional<String> version = target.name("version");
    Optional<String> engine = target.name("engine");
    List<String> inputs = target.texts("inputs");
    Reset reset = reset(target);
    Map<String, String> options = type.map(t -> options(target, t)).orElse(Map.of());
    if (type.isEmpty() || model.isEmpty()) {
      return Optional.empty();
    }
    target.end();
    return Optional.of(
        new TargetSpec(type.get(), model.get(), version, engine, inputs, reset, options));
  }

  private static Optional<String> type(Section target) {
    target.require("type", String.join(", ", TYPES));
    Optional<String> type = target.name("type");
    if (type.isEmpty() || TYPES.contains(type.get())) {
      return type;
    }
    String allowed =
        LATER.contains(type.get())
            ? String.join(", ", TYPES) + " (" + type.get() + " comes with a later version)"
            : Spelling.allowed(type.get(), TYPES);
    target.problem("type", '"' + type.get() + '"', allowed);
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

  private static Map<String, String> options(Section target, String type) {
    if (type.equals(RECORDED)) {
      return RecordedOptions.read(target);
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String key : providerOptions(type).orElseGet(target::unread)) {
      if (target.any(key).orElse(null) instanceof Node.Items) {
        options.put(key, target.texts(key).stream().collect(Collectors.joining(",")));
      } else {
        target.spelling(key).ifPresent(text -> options.put(key, text));
      }
    }
    return options;
  }

  /** The option keys of a type; empty if its module is not here, and then nothing is refused. */
  private static Optional<Set<String>> providerOptions(String type) {
    for (TargetProvider provider : ServiceLoader.load(TargetProvider.class)) {
      if (provider.type().equals(type)) {
        return Optional.of(provider.options());
      }
    }
    return Optional.empty();
  }
}
