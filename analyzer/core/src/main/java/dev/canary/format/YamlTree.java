package dev.canary.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document into {@link Node}s.
 *
 * <p>YAML 1.2 through snakeyaml-engine's events, not jackson-dataformat-yaml: that one follows YAML
 * 1.1, where {@code no} is false and {@code 012} is ten, and drops lines. Anchors, tags and several
 * documents in a file are refused.
 */
final class YamlTree {
  private static final int DEEPEST = 50;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setParseComments(false).build();

  private final Reading reading;
  private final Source source;
  private final Iterator<Event> events;
  private int depth;

  private YamlTree(Reading reading, Source source) {
    this.reading = reading;
    this.source = source;
    this.events = new Parse(SETTINGS).parseString(source.text()).iterator();
  }

  /** The document, or a problem. */
  static Optional<Node> read(Reading reading, Source source) {
    try {
      return new YamlTree(reading, source).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      reading.problem(source.name(), line, "not YAML: " + problemOf(e), "");
    } catch (ReaderException e) {
      String found = "character U+%04X cannot stand in YAML".formatted(e.getCodePoint());
      reading.problem(source.name(), source.lineOf(e.getPosition()), found, "printable text");
    } catch (YamlEngineException e) {
      reading.problem(source.name(), 1, "not YAML: " + Reading.oneLine(e), "");
    }
    return Optional.empty();
  }

  private static String problemOf(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? Reading.oneLine(e) : e.getProblem().strip();
    return e.getContext() == null ? problem : e.getContext().strip() + ": " + problem;
  }

  private Optional<Node> document() {
    Event event = skipTo(Event.ID.DocumentStart);
    if (event.getEventId() == Event.ID.StreamEnd) {
      problem(event, "the file is empty", "");
      return Optional.empty();
    }
    Node node = node(events.next());
    Event next = skipTo(Event.ID.DocumentStart);
    if (next.getEventId() == Event.ID.DocumentStart) {
      problem(next, "a second document begins", "one document");
    }
    return Optional.of(node);
  }

  /** The next event of this kind, or the end of the stream. */
  private Event skipTo(Event.ID id) {
    Event event = events.next();
    while (event.getEventId() != id && event.getEventId() != Event.ID.StreamEnd) {
      event = events.next();
    }
    return event;
  }

  private Node node(Event event) {
    refuseAnchorsAndTags(event);
    if (event instanceof ScalarEvent scalar) {
      Node.Style style = scalar.isPlain() ? Node.Style.PLAIN : Node.Style.QUOTED;
      return new Node.Scalar(line(event), scalar.getValue(), style);
    }
    if (!(event instanceof MappingStartEvent) && !(event instanceof SequenceStartEvent)) {
      return new Node.Scalar(line(event), "", Node.Style.QUOTED);
    }
    if (depth == DEEPEST) {
      throw new YamlEngineException("nested deeper than " + DEEPEST + " levels");
    }
    depth++;
    Node node = event instanceof MappingStartEvent ? mapping(event) : sequence(event);
    depth--;
    return node;
  }

  private void refuseAnchorsAndTags(Event event) {
    if (event.getEventId() == Event.ID.Alias) {
      problem(event, "an alias (*name)", "values written out");
    } else if (event instanceof NodeEvent node) {
      Optional<Anchor> anchor = node.getAnchor();
      anchor.ifPresent(name -> problem(event, "an anchor (&" + name + ")", "values written out"));
    }
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof MappingStartEvent mapping
                ? mapping.getTag()
                : event instanceof SequenceStartEvent sequence
                    ? sequence.getTag()
                    : Optional.empty();
    tag.ifPresent(name -> problem(event, "a tag (" + name + ")", "values without tags"));
  }

  private Node mapping(Event start) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
      Node name = node(key);
      Node value = node(events.next());
      if (!(name instanceof Node.Scalar scalar)) {
        problem(key, "a key that is " + name.found(), "a word as the key");
        continue;
      }
      Node.Entry entry = new Node.Entry(line(key), value);
      Node.Entry earlier = entries.putIfAbsent(scalar.text(), entry);
      if (earlier != null) {
        problem(key, JsonTree.twice(scalar.text(), earlier.line()), "");
      }
    }
    return new Node.Entries(line(start), entries);
  }

  private Node sequence(Event start) {
    List<Node> items = new ArrayList<>();
    for (Event item = events.next();
        item.getEventId() != Event.ID.SequenceEnd;
        item = events.next()) {
      items.add(node(item));
    }
    return new Node.Items(line(start), items);
  }

  private void problem(Event event, String found, String allowed) {
    reading.problem(source.name(), line(event), found, allowed);
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
