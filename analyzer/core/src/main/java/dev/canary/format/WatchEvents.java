package dev.canary.format;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import dev.canary.event.WatchEvent;
import dev.canary.event.WatchEvent.AlertEvent;
import dev.canary.event.WatchEvent.FindingEvent;
import dev.canary.event.WatchEvent.RemovedEvent;
import dev.canary.event.WatchEvent.RunEvent;
import dev.canary.event.WatchEvent.StateEvent;
import dev.canary.verdict.Verdict.Level;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads events as a consumer gets them. What it does not know it leaves alone: later versions may
 * say more.
 */
public final class WatchEvents {
  private static final String RUN = "dev.canary.run.v1";
  private static final String FINDING = "dev.canary.finding.v1";
  private static final String ALERT = "dev.canary.alert.v1";
  private static final String STATE = "dev.canary.state.v1";
  private static final String NAME = "the event";
  private static final Map<String, Level> LEVELS = words(Level.values());
  private static final Map<String, Severity> SEVERITIES = words(Severity.values());
  private static final Map<String, Transition.Kind> KINDS = words(Transition.Kind.values());

  private WatchEvents() {}

  /**
   * An event of this product.
   *
   * @param type its CloudEvents type
   * @param watch the key of its record
   * @param data its JSON; empty for a tombstone
   * @throws FormatException if it is of another type, or says less than its type must
   */
  public static WatchEvent read(String type, String watch, Optional<String> data)
      throws FormatException {
    if (watch.isEmpty()) {
      throw problem("the record has no key", "the watch");
    }
    if (data.isEmpty()) {
      if (!type.equals(STATE)) {
        throw problem("the event holds no data", "data, or type " + STATE);
      }
      return new RemovedEvent(watch);
    }
    String json = data.get();
    Facts facts = Facts.of(json);
    WatchEvent event =
        switch (type) {
          case RUN -> run(facts, watch, json);
          case FINDING -> finding(facts, json);
          case ALERT -> alert(facts, json);
          case STATE -> state(facts, json);
          default ->
              throw problem(
                  type.isEmpty() ? "the record is no CloudEvent" : "the type is " + type,
                  String.join(", ", RUN, FINDING, ALERT, STATE));
        };
    facts.reading.check();
    return event;
  }

  private static RunEvent run(Facts facts, String watch, String json) {
    Facts run = facts.below("run");
    return new RunEvent(
        watch,
        facts.text("suite"),
        run.text("id"),
        facts.word("verdict", LEVELS, Level.INCONCLUSIVE),
        facts.section.texts("causes"),
        run.instant("startedAt"),
        json);
  }

  private static FindingEvent finding(Facts facts, String json) {
    Facts finding = facts.below("finding");
    return new FindingEvent(
        facts.text("watch"),
        facts.text("suite"),
        facts.text("runId"),
        facts.word("verdict", LEVELS, Level.INCONCLUSIVE),
        finding.text("check"),
        finding.given("cause"),
        finding.word("severity", SEVERITIES, Severity.INFO),
        finding.text("reason"),
        json);
  }

  private static AlertEvent alert(Facts facts, String json) {
    return new AlertEvent(
        facts.text("watch"),
        facts.text("suite"),
        facts.text("alert"),
        facts.word("transition", KINDS, Transition.Kind.OPENED),
        facts.word("severity", SEVERITIES, Severity.INFO),
        facts.section.texts("causes"),
        facts.instant("since"),
        facts.instant("at"),
        facts.text("reason"),
        facts.given("explain"),
        json);
  }

  private static StateEvent state(Facts facts, String json) {
    return new StateEvent(
        facts.text("watch"),
        facts.text("suite"),
        facts.word("verdict", LEVELS, Level.INCONCLUSIVE),
        facts.section.texts("causes"),
        facts.text("runId"),
        facts.instant("at"),
        facts.each("alerts", "alert"),
        json);
  }

  private static FormatException problem(String found, String allowed) {
    return new FormatException(new Problem(NAME, 0, found, allowed));
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(value.name(), value);
    }
    return words;
  }

  /** What a map says; what it must say and does not is a problem, and reads as nothing. */
  private record Facts(Reading reading, Section section) {
    static Facts of(String json) throws FormatException {
      Reading reading = new Reading(Path.of(""));
      Optional<Section> top =
          JsonTree.read(reading, new Source(Path.of(""), NAME, json))
              .flatMap(node -> Section.top(reading, NAME, node));
      reading.check();
      return new Facts(reading, top.orElseThrow());
    }

    String text(String key) {
      section.require(key, "text");
      return section.name(key).orElse("");
    }

    /** A text that may be missing or null. */
    Optional<String> given(String key) {
      return section
          .any(key)
          .map(node -> node instanceof Node.Scalar scalar && !scalar.isNull() ? scalar.text() : "")
          .filter(text -> !text.isEmpty());
    }

    <E> E word(String key, Map<String, E> words, E otherwise) {
      section.require(key, String.join(", ", words.keySet()));
      return section.word(key, words).orElse(otherwise);
    }

    Instant instant(String key) {
      String text = text(key);
      try {
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
      } catch (DateTimeException e) {
        section.problem(key, '"' + text + '"', "an instant, as in 2026-03-04T05:06:07Z");
        return Instant.EPOCH;
      }
    }

    Facts below(String key) {
      section.require(key, "a map of keys to values");
      return new Facts(
          reading,
          section
              .section(key)
              .orElseGet(() -> new Section(reading, NAME, key, new Node.Entries(1, Map.of()))));
    }

    /** One text of each map of a list. */
    List<String> each(String key, String below) {
      List<String> texts = new ArrayList<>();
      Node value = section.any(key).orElse(new Node.Items(1, List.of()));
      if (!(value instanceof Node.Items items)) {
        section.problem(key, value, "a list of maps");
        return texts;
      }
      for (Node item : items.items()) {
        Section.top(reading, NAME, item)
            .ifPresent(map -> texts.add(new Facts(reading, map).text(below)));
      }
      return texts;
    }
  }
}
