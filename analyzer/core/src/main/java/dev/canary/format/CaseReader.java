package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.suite.Precision;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads {@code cases.jsonl}: one case a line. */
final class CaseReader {
  /** Whether a case must say what the model is fed. */
  enum Inputs {
    REQUIRED,
    /** Recorded predictions are looked up by id alone. */
    OPTIONAL
  }

  private static final int LONGEST_ID = 200;

  private final Reading reading;
  private final Source source;
  private final TensorReader tensors;
  private final Inputs inputs;
  private final List<String> tags;
  private final List<Case> cases = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private CaseReader(Reading reading, Source source, Inputs inputs, List<String> tags) {
    this.reading = reading;
    this.source = source;
    this.tensors = new TensorReader(reading, source);
    this.inputs = inputs;
    this.tags = tags;
  }

  /**
   * The cases of the file, with these tags added to each; fewer than it has if there are problems.
   */
  static List<Case> read(Reading reading, Path file, Inputs inputs, List<String> tags) {
    Optional<Source> source = reading.text(file);
    if (source.isEmpty()) {
      return List.of();
    }
    CaseReader reader = new CaseReader(reading, source.get(), inputs, tags);
    int before = reading.count();
    JsonLines.read(reading, source.get(), reader::add);
    if (reader.cases.isEmpty() && reading.count() == before) {
      reading.problem(source.get().name(), 1, "the file holds no case", "one case a line");
    }
    return reader.cases;
  }

  private void add(Node node) {
    Section.top(reading, source.name(), node).ifPresent(this::add);
  }

  private void add(Section section) {
    int before = reading.count();
    Optional<String> id = id(section);
    Input input = input(section);
    List<String> allTags = new ArrayList<>(tags);
    allTags.addAll(section.texts("tags"));
    String why = section.text("why").orElse("");
    Expectation expect = expectation(section);
    OptionalDouble tolerance = section.number("tolerance", Bounds.NOT_NEGATIVE);
    Optional<Precision> precision = section.word("precision", Words.PRECISIONS);
    section.end();
    if (id.isPresent() && reading.count() == before) {
      cases.add(new Case(id.get(), input, allTags, why, expect, tolerance, precision));
    }
  }

  private Optional<String> id(Section section) {
    section.require("id", "text that no other case has");
    Optional<String> id = section.name("id");
    if (id.isPresent() && !isPrintable(id.get())) {
      section.problem("id", "too long or not printable", "up to 200 characters in one line");
    }
    Integer earlier = id.isPresent() ? lines.putIfAbsent(id.get(), section.line()) : null;
    if (earlier != null) {
      String found = "\"" + id.orElseThrow() + "\", which line " + earlier + " has already";
      section.problem("id", found, "text that no other case has");
    }
    return id;
  }

  private static boolean isPrintable(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        return false;
      }
    }
    return id.length() <= LONGEST_ID && Elements.isUnicode(id);
  }

  private Input input(Section section) {
    if (inputs == Inputs.REQUIRED) {
      section.require("input", "a map from input names to values");
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    Set<String> nulls = new LinkedHashSet<>();
    Optional<Section> input = section.section("input");
    if (input.isPresent()) {
      for (String name : input.get().keys()) {
        Node value = input.get().any(name).orElseThrow();
        if (value instanceof Node.Scalar scalar && scalar.isNull()) {
          nulls.add(name);
        } else {
          tensors.read(input.get(), name).ifPresent(tensor -> values.put(name, tensor));
        }
      }
    }
    return new Input(values, nulls);
  }

  private static Expectation expectation(Section section) {
    Optional<Section> expect = section.section("expect");
    if (expect.isEmpty()) {
      return Expectation.NONE;
    }
    Expectation expectation =
        new Expectation(expect.get().spelling("label"), expect.get().range("range"));
    expect.get().end();
    return expectation;
  }
}
