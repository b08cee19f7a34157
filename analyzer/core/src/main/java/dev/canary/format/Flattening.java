package dev.canary.format;

import dev.canary.tensor.DType;

/** Turns bare JSON values and lists of them into leaves and their type. */
final class Flattening {
  private Flattening() {}

  /**
   * Adds a scalar or nested lists of scalars; false for lists of unequal length, maps and nulls.
   */
  static boolean into(Leaves leaves, Node value) {
    return add(leaves, value) && !leaves.isRagged();
  }

  private static boolean add(Leaves leaves, Node value) {
    if (value instanceof Node.Scalar scalar) {
      char[] chars = scalar.text().toCharArray();
      leaves.add(kindOf(scalar), chars, 0, chars.length);
      return !scalar.isNull();
    }
    if (!(value instanceof Node.Items items) || !leaves.canNest()) {
      return false;
    }
    leaves.begin();
    boolean good = true;
    for (Node item : items.items()) {
      good &= add(leaves, item);
    }
    leaves.end();
    return good;
  }

  static Leaves.Kind kindOf(Node.Scalar scalar) {
    return switch (scalar.style()) {
      case QUOTED, PLAIN -> Leaves.Kind.TEXT;
      case NUMBER -> Leaves.Kind.NUMBER;
      case WORD -> Leaves.Kind.WORD;
    };
  }

  /** fp64 for numbers and NaN or infinities as texts, bool for words, string for other texts. */
  static DType typeOf(Leaves leaves) {
    boolean numbers = true;
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.kind(i) == Leaves.Kind.WORD) {
        return DType.BOOL;
      }
      boolean number =
          leaves.kind(i) == Leaves.Kind.NUMBER || Numbers.nonFinite(leaves.text(i)).isPresent();
      numbers &= number;
    }
    return numbers ? DType.FP64 : DType.STRING;
  }
}
