package dev.canary.tribuo;

import dev.canary.suite.Range;
import dev.canary.target.Signature;
import dev.canary.target.Signature.Presence;
import dev.canary.target.Signature.Slot;
import dev.canary.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tribuo.CategoricalInfo;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.RealInfo;
import org.tribuo.VariableInfo;
import org.tribuo.transform.TransformedModel;

/**
 * A model's features as inputs of a case, by the rules told at {@link TribuoProvider}, backwards:
 * {@code x@car} and {@code x@bus} are the text {@code x}, {@code x@value} is the number {@code x},
 * and {@code x-0} to {@code x-(k-1)} are a vector.
 */
final class FeatureSlots {
  private static final Pattern ELEMENT = Pattern.compile("(.+)-(0|[1-9][0-9]{0,8})");
  private static final String VALUE = "value";

  private FeatureSlots() {}

  /**
   * The inputs that a model knows, in the order of its features. Of one that transforms its
   * features first, only the ranges after that are known, which say nothing of a case.
   */
  static Signature of(Model<?> model) {
    List<Slot> slots = of(model.getFeatureIDMap());
    return new Signature(
        model instanceof TransformedModel
            ? slots.stream().map(FeatureSlots::bare).toList()
            : slots);
  }

  private static Slot bare(Slot slot) {
    return new Slot(
        slot.name(), slot.dtype(), slot.shape(), slot.presence(), slot.words(), Optional.empty());
  }

  private static List<Slot> of(ImmutableFeatureMap features) {
    Map<String, List<String>> vectors = new LinkedHashMap<>();
    for (VariableInfo feature : features) {
      Matcher element = ELEMENT.matcher(feature.getName());
      if (element.matches()) {
        vectors.computeIfAbsent(element.group(1), n -> new ArrayList<>()).add(element.group(2));
      }
    }
    vectors.values().removeIf(indices -> !isWhole(indices));
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (VariableInfo feature : features) {
      Slot slot = slot(feature, vectors);
      slots.merge(slot.name(), slot, FeatureSlots::both);
    }
    return List.copyOf(slots.values());
  }

  /** True for all of 0 to k-1: a vector with holes is no vector. */
  private static boolean isWhole(List<String> indices) {
    return indices.stream().mapToInt(Integer::parseInt).max().orElse(0) == indices.size() - 1;
  }

  private static Slot slot(VariableInfo feature, Map<String, List<String>> vectors) {
    String name = feature.getName();
    Matcher element = ELEMENT.matcher(name);
    if (element.matches() && vectors.containsKey(element.group(1))) {
      long length = vectors.get(element.group(1)).size();
      return slot(element.group(1), DType.FP64, List.of(length), List.of(), range(feature));
    }
    int at = name.lastIndexOf('@');
    if (at <= 0) {
      return slot(name, DType.FP64, List.of(), List.of(), range(feature));
    }
    String word = name.substring(at + 1);
    return word.equals(VALUE)
        ? slot(name.substring(0, at), DType.FP64, List.of(), List.of(), range(feature))
        : slot(name.substring(0, at), DType.STRING, List.of(), List.of(word), Optional.empty());
  }

  private static Slot slot(
      String name, DType dtype, List<Long> shape, List<String> words, Optional<Range> range) {
    return new Slot(name, Optional.of(dtype), Optional.of(shape), Presence.OPTIONAL, words, range);
  }

  /** Two features of one input: more words, a wider range. */
  private static Slot both(Slot one, Slot other) {
    List<String> words = new ArrayList<>(one.words());
    words.addAll(other.words());
    Optional<Range> range =
        one.range().isPresent() && other.range().isPresent()
            ? Optional.of(
                new Range(
                    Math.min(one.range().get().low(), other.range().get().low()),
                    Math.max(one.range().get().high(), other.range().get().high())))
            : Optional.empty();
    return new Slot(one.name(), one.dtype(), one.shape(), one.presence(), words, range);
  }

  private static Optional<Range> range(VariableInfo feature) {
    if (feature instanceof RealInfo real) {
      return range(real.getMin(), real.getMax());
    }
    if (feature instanceof CategoricalInfo seen && seen.getUniqueObservations() > 0) {
      RealInfo real = seen.generateRealInfo();
      return range(real.getMin(), real.getMax());
    }
    return Optional.empty();
  }

  private static Optional<Range> range(double low, double high) {
    return low <= high && Double.isFinite(high - low)
        ? Optional.of(new Range(low, high))
        : Optional.empty();
  }
}
