package dev.canary.replay;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The order in which the cases of a suite are sent: a permutation of 0..n-1. */
public record Order(List<Integer> positions) {
  /**
   * @throws IllegalArgumentException unless every position from 0 on is there once
   */
  public Order {
    positions = List.copyOf(positions);
    BitSet seen = new BitSet();
    positions.forEach(
        position -> {
          if (position < 0) {
            throw new IllegalArgumentException("an order needs positions >= 0, found " + position);
          }
          seen.set(position);
        });
    if (seen.cardinality() != positions.size() || seen.length() != positions.size()) {
      throw new IllegalArgumentException(
          "an order needs each of 0.." + (positions.size() - 1) + " once, found " + positions);
    }
  }

  /** The order of the file. */
  public static Order asWritten(int cases) {
    return new Order(IntStream.range(0, cases).boxed().toList());
  }

  /** A random order; the same seed gives the same order on every Java. */
  public static Order shuffled(int cases, long seed) {
    List<Integer> positions = IntStream.range(0, cases).boxed().collect(Collectors.toList());
    Collections.shuffle(positions, new Random(seed));
    return new Order(positions);
  }
}
