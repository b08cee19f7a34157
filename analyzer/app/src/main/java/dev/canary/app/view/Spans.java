package dev.canary.app.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lengths of time for people: {@code 30s}, {@code 2m 30s}, {@code 1d 4h}. */
public final class Spans {
  private Spans() {}

  /** In its two largest units; below a second, in milliseconds. */
  public static String text(Duration span) {
    if (span.compareTo(Duration.ofSeconds(1)) < 0) {
      return span.toMillis() + "ms";
    }
    List<String> parts = new ArrayList<>();
    add(parts, span.toDays(), "d");
    add(parts, span.toHoursPart(), "h");
    add(parts, span.toMinutesPart(), "m");
    add(parts, span.toSecondsPart(), "s");
    return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + unit);
    }
  }
}
