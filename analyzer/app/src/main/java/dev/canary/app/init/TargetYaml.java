package dev.canary.app.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The part {@code target} of a suite.yaml, written. */
final class TargetYaml {
  private static final Pattern PLAIN =
      Pattern.compile("(?:[A-Za-z0-9_./~-]|:(?=\\S)|\\$\\{(?:env|file):[^}\"]+\\})+");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?");

  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> inputs = new ArrayList<>();

  /** Of this type, at this place. */
  TargetYaml(String type, String model) {
    settings.put("type", type);
    settings.put("model", quoted(model));
  }

  /** A word or a name. */
  TargetYaml with(String key, String text) {
    settings.put(key, quoted(text));
    return this;
  }

  /** Settings by dotted key, each as a user would write it in YAML. */
  TargetYaml with(Map<String, String> asWritten) {
    settings.putAll(new TreeMap<>(asWritten));
    return this;
  }

  /** The order of positional inputs. */
  TargetYaml withInputs(List<String> names) {
    inputs.addAll(names);
    return this;
  }

  /** The lines, beginning with {@code target:}. */
  String text() {
    StringBuilder text = new StringBuilder("target:\n");
    List<String> open = List.of();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      List<String> path = List.of(setting.getKey().split("\\."));
      List<String> parents = path.subList(0, path.size() - 1);
      for (int depth = 0; depth < parents.size(); depth++) {
        if (open.size() <= depth
            || !open.subList(0, depth + 1).equals(parents.subList(0, depth + 1))) {
          text.append("  ".repeat(depth + 1)).append(parents.get(depth)).append(":\n");
        }
      }
      open = parents;
      text.append("  ".repeat(path.size()))
          .append(path.get(path.size() - 1))
          .append(": ")
          .append(setting.getValue())
          .append('\n');
    }
    if (!inputs.isEmpty()) {
      String names = String.join(", ", inputs.stream().map(TargetYaml::quoted).toList());
      text.append("  inputs: [").append(names).append("]\n");
    }
    return text.toString();
  }

  /** A text as YAML, in quotes where it could be read as something else. */
  static String quoted(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !NUMBER.matcher(text).matches()
            && !List.of("true", "false", "null", "~").contains(text)
            && !text.startsWith("-");
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
