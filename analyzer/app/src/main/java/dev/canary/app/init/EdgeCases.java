package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.target.Signature;
import dev.canary.target.Signature.Presence;
import dev.canary.target.Signature.Slot;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * Cases at the edges of what a model takes, from what it tells of its inputs: zeros, ones,
 * extremes, boundaries, nulls, empty and random ones. The same signature and seed give the same
 * cases. Whether the model takes each of them, only trying it tells.
 *
 * @param signature with type and shape of every input
 * @param seed draws the random cases
 * @param example the name that an input of such a model usually has
 */
public record EdgeCases(Signature signature, long seed, String example) {
  /** The tag of the random cases. */
  static final String RANDOMS = "random";

  private static final int RANDOM = 5;
  private static final int RANDOM_OF_MANY = 2;

  /** From so many elements on, a case is long, and there are fewer. */
  private static final int MANY = 10_000;

  /** What one case may hold: its line in the file is some ten times as long. */
  private static final int MOST = 4_000_000;

  /** How many inputs get a case of their own in which they are null. */
  private static final int NULLS = 20;

  /**
   * The cases, those with plain numbers first.
   *
   * @throws CannotRunException if an input's type or shape is not known, or a case would be too
   *     large; the message says how to tell it
   */
  public List<Case> generate() throws CannotRunException {
    Map<String, Elements> inputs = inputs();
    long size = inputs.values().stream().mapToLong(e -> Tensor.count(e.shape())).sum();
    if (size > MOST) {
      throw new CannotRunException(
          "one case would hold %d numbers, more than %d; name smaller shapes with --input NAME=TYPE[SHAPE]"
              .formatted(size, MOST));
    }
    boolean ranged = signature.inputs().stream().anyMatch(slot -> slot.range().isPresent());
    Random chance = new Random(seed);
    List<Case> cases = new ArrayList<>();
    for (int i = 1; i <= (size > MANY ? RANDOM_OF_MANY : RANDOM); i++) {
      String why = "random, drawn by seed " + seed;
      cases.add(golden("random-" + i, Input.of(random(inputs, chance)), List.of(RANDOMS), why));
    }
    for (EdgePattern pattern : EdgePattern.values()) {
      boolean seen = pattern == EdgePattern.LEAST_SEEN || pattern == EdgePattern.MOST_SEEN;
      if (!seen || ranged) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach((name, elements) -> tensors.put(name, elements.of(pattern)));
        cases.add(golden(pattern.id(), Input.of(tensors), List.of("edge"), pattern.why()));
      }
    }
    empty(inputs).ifPresent(cases::add);
    cases.addAll(nulls(inputs, chance));
    return distinct(cases);
  }

  /** Type and shape of every input; a dimension that varies is 1. */
  private Map<String, Elements> inputs() throws CannotRunException {
    if (signature.inputs().isEmpty()) {
      throw new CannotRunException(
          "the model tells nothing of its inputs; name each with --input NAME=TYPE[SHAPE], as in --input %s=fp32[1,4]"
              .formatted(example));
    }
    Map<String, Elements> inputs = new LinkedHashMap<>();
    for (Slot slot : signature.inputs()) {
      if (slot.dtype().isEmpty() || slot.shape().isEmpty()) {
        throw new CannotRunException(
            "the model does not tell type and shape of its input %s (it tells %s); name them with --input %s=TYPE[SHAPE], as in --input %s=fp32[1,4]"
                .formatted(slot.name(), slot, slot.name(), slot.name()));
      }
      inputs.put(slot.name(), new Elements(slot, slot.dtype().get(), sizes(slot)));
    }
    return inputs;
  }

  private static List<Integer> sizes(Slot slot) throws CannotRunException {
    try {
      int[] shape =
          slot.shape().orElseThrow().stream()
              .mapToInt(d -> d < 0 ? 1 : Math.toIntExact(d))
              .toArray();
      Tensor.count(shape);
      return Arrays.stream(shape).boxed().toList();
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new CannotRunException(
          "the shape of %s is too large; name a smaller one with --input %s=TYPE[SHAPE]"
              .formatted(slot, slot.name()),
          e);
    }
  }

  private static Map<String, Tensor> random(Map<String, Elements> inputs, Random chance) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach((name, elements) -> tensors.put(name, elements.random(chance)));
    return tensors;
  }

  /** No rows where the number of rows varies, else no text. */
  private static Optional<Case> empty(Map<String, Elements> inputs) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    boolean rows = inputs.values().stream().anyMatch(EdgeCases::hasVaryingRows);
    boolean any = rows;
    for (Map.Entry<String, Elements> input : inputs.entrySet()) {
      Elements elements = input.getValue();
      List<Integer> sizes = new ArrayList<>(elements.sizes());
      if (hasVaryingRows(elements)) {
        sizes.set(0, 0);
      }
      boolean text = !rows && elements.dtype() == DType.STRING;
      any |= text;
      Elements emptied = new Elements(elements.slot(), elements.dtype(), sizes);
      tensors.put(input.getKey(), text ? blank(emptied.shape()) : emptied.of(EdgePattern.ZEROS));
    }
    String why = rows ? "no rows: an empty batch" : "no text";
    return any
        ? Optional.of(golden("empty", Input.of(tensors), List.of("edge", "empty"), why))
        : Optional.empty();
  }

  private static boolean hasVaryingRows(Elements elements) {
    List<Long> shape = elements.slot().shape().orElseThrow();
    return !shape.isEmpty() && shape.get(0) < 0;
  }

  private static Tensor blank(int[] shape) {
    return Tensor.ofTexts(shape, Collections.nCopies(Tensor.count(shape), ""));
  }

  /** Each input that may be null, null alone among random others. */
  private static List<Case> nulls(Map<String, Elements> inputs, Random chance) {
    List<Case> cases = new ArrayList<>();
    Map<String, Tensor> others = random(inputs, chance);
    for (Elements elements : inputs.values()) {
      Slot slot = elements.slot();
      if (slot.presence() == Presence.OPTIONAL && inputs.size() > 1 && cases.size() < NULLS) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(others);
        tensors.remove(slot.name());
        Input input = new Input(tensors, Set.of(slot.name()));
        String why = slot.name() + " is null, as when it comes late or never";
        cases.add(golden("null-" + slot.name(), input, List.of("edge", "null"), why));
      }
    }
    return cases;
  }

  private static Case golden(String id, Input input, List<String> tags, String why) {
    return new Case(
        id, input, tags, why, Expectation.NONE, OptionalDouble.empty(), Optional.empty());
  }

  /** The first of each input: for whole numbers, tiny is one. */
  private static List<Case> distinct(List<Case> cases) {
    Map<Input, Case> first = new LinkedHashMap<>();
    cases.forEach(golden -> first.putIfAbsent(golden.input(), golden));
    return List.copyOf(first.values());
  }
}
