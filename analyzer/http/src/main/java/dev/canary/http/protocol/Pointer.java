package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.target.LoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in a JSON document (RFC 6901), as in {@code /outputs/0/scores}. */
record Pointer(List<String> steps) {
  Pointer {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a pointer.
   *
   * @throws LoadException if it is none
   */
  static Pointer of(String key, String text) throws LoadException {
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw new LoadException(
          "target.%s is \"%s\" where a JSON Pointer like /outputs/0/scores belongs"
              .formatted(key, text));
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.isEmpty() ? new String[0] : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return new Pointer(steps);
  }

  /** What stands there, if anything does; null is something. */
  Optional<Json> in(Json document) {
    Json at = document;
    for (String step : steps) {
      Optional<Json> next = step(at, step);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private static Optional<Json> step(Json at, String step) {
    if (at instanceof Json.Members members) {
      return Optional.ofNullable(members.members().get(step));
    }
    boolean index = step.matches("0|[1-9]\\d{0,8}");
    return index && Integer.parseInt(step) < at.elements().size()
        ? Optional.of(at.elements().get(Integer.parseInt(step)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      text.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
