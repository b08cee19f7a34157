package dev.canary.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An event without what makes it too large for a record of Kafka. It keeps its type's schema and
 * says in {@code omitted} what was left out; the whole stands in the store.
 *
 * @param json what is left
 * @param run the run whose evidence is the whole; empty if the event tells of none
 */
public record ShortEvent(String json, Optional<String> run) {
  private static final int WORST = 3;
  private static final int LONGEST_LIST = 50;
  private static final int LONGEST_TEXT = 500;

  /** What may be left out, the least missed first. */
  private static final List<Part> PARTS =
      List.of(
          new Part("notes", (key, value) -> Optional.of(value).filter(v -> !key.equals("note"))),
          new Part(
              "cases", (key, value) -> keep(key.equals("cases") ? first(value, WORST) : value)),
          new Part(
              "findings that held",
              (key, value) -> keep(key.equals("findings") ? news(value) : value)),
          new Part("lists", (key, value) -> keep(first(value, LONGEST_LIST))),
          new Part("texts", (key, value) -> keep(cut(value))));

  private record Part(String label, Change change) {}

  /** What becomes of a value of a map; empty if it is left out. */
  private interface Change {
    Optional<Node> of(String key, Node value);
  }

  /**
   * Shortens what is too large.
   *
   * @param most bytes in UTF-8
   * @return empty if it is not too large, or no JSON object
   */
  public static Optional<ShortEvent> of(String json, int most) {
    if (bytes(json) <= most) {
      return Optional.empty();
    }
    Reading reading = new Reading(Path.of(""));
    return JsonTree.read(reading, new Source(Path.of(""), "an event", json))
        .filter(node -> reading.count() == 0)
        .flatMap(node -> node instanceof Node.Entries map ? Optional.of(map) : Optional.empty())
        .map(map -> shortened(map, most));
  }

  private static ShortEvent shortened(Node.Entries whole, int most) {
    Optional<String> run = run(whole);
    Node left = whole;
    List<Node> omitted = new ArrayList<>();
    String json = "";
    for (Part part : PARTS) {
      left = changed(left, part.change);
      omitted.add(new Node.Scalar(1, part.label, Node.Style.QUOTED));
      json = NodeJson.text(with((Node.Entries) left, "omitted", new Node.Items(1, omitted)));
      if (bytes(json) <= most) {
        return new ShortEvent(json, run);
      }
    }
    return new ShortEvent(json, run);
  }

  private static int bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The run of a finding, a state or an alert; of a run its own. */
  private static Optional<String> run(Node.Entries event) {
    Reading reading = new Reading(Path.of(""));
    Section top = new Section(reading, "", "", event);
    return top.has("runId") ? top.text("runId") : top.section("run").flatMap(run -> run.text("id"));
  }

  private static Node.Entries with(Node.Entries map, String key, Node value) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(map.entries());
    entries.put(key, new Node.Entry(1, value));
    return new Node.Entries(1, entries);
  }

  /** The same with every value of every map in it changed. */
  private static Node changed(Node node, Change change) {
    UnaryOperator<Node> deeper = below -> changed(below, change);
    if (node instanceof Node.Items items) {
      return new Node.Items(1, items.items().stream().map(deeper).toList());
    }
    if (!(node instanceof Node.Entries map)) {
      return node;
    }
    Map<String, Node.Entry> left = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) ->
                change
                    .of(key, entry.value())
                    .ifPresent(value -> left.put(key, new Node.Entry(1, deeper.apply(value)))));
    return new Node.Entries(1, left);
  }

  private static Optional<Node> keep(Node value) {
    return Optional.of(value);
  }

  private static Node first(Node value, int most) {
    return value instanceof Node.Items list && list.items().size() > most
        ? new Node.Items(1, list.items().subList(0, most))
        : value;
  }

  private static Node news(Node value) {
    return value instanceof Node.Items list
        ? new Node.Items(1, list.items().stream().filter(ShortEvent::isNews).toList())
        : value;
  }

  private static boolean isNews(Node finding) {
    return !(finding instanceof Node.Entries map)
        || new Section(new Reading(Path.of("")), "", "", map)
            .text("outcome")
            .filter("HELD"::equals)
            .isEmpty();
  }

  private static Node cut(Node value) {
    if (!(value instanceof Node.Scalar text) || text.text().length() <= LONGEST_TEXT) {
      return value;
    }
    boolean inside = Character.isHighSurrogate(text.text().charAt(LONGEST_TEXT - 1));
    String start = text.text().substring(0, inside ? LONGEST_TEXT - 1 : LONGEST_TEXT);
    return new Node.Scalar(1, start + "...", text.style());
  }
}
