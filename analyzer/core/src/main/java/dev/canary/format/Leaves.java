package dev.canary.format;

import java.util.Arrays;

/**
 * The leaves of a possibly nested JSON array: their spelling, flat, in one array of characters, and
 * the extents of the nesting.
 */
final class Leaves {
  /** What kind of token a leaf is. */
  enum Kind {
    NUMBER,
    TEXT,
    WORD
  }

  private static final int DEEPEST = 32;

  private char[] chars = new char[128];
  private int[] ends = new int[16];
  private Kind[] kinds = new Kind[16];
  private int size;

  private final int[] extents = new int[DEEPEST];
  private final int[] open = new int[DEEPEST];
  private int depth;
  private int deepest;
  private int leafDepth;
  private boolean ragged;

  Leaves() {
    Arrays.fill(extents, -1);
  }

  /** An array begins. */
  void begin() {
    if (depth > 0) {
      open[depth - 1]++;
    }
    if (depth == DEEPEST) {
      throw new IllegalStateException("deeper than the JSON reader allows");
    }
    open[depth++] = 0;
    deepest = Math.max(deepest, depth);
  }

  /** An array ends. */
  void end() {
    depth--;
    ragged |= extents[depth] >= 0 && extents[depth] != open[depth];
    extents[depth] = open[depth];
  }

  /** True while an array is open. */
  boolean isOpen() {
    return depth > 0;
  }

  /** True if one more level of nesting can be held. */
  boolean canNest() {
    return depth < DEEPEST;
  }

  void add(Kind kind, char[] buffer, int offset, int length) {
    int start = size == 0 ? 0 : ends[size - 1];
    if (start + length > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(start + length, 2 * chars.length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      kinds = Arrays.copyOf(kinds, 2 * size);
    }
    System.arraycopy(buffer, offset, chars, start, length);
    ends[size] = start + length;
    kinds[size++] = kind;
    if (depth > 0) {
      open[depth - 1]++;
    }
    ragged |= leafDepth > 0 && leafDepth != depth;
    leafDepth = depth;
  }

  int size() {
    return size;
  }

  Kind kind(int index) {
    return kinds[index];
  }

  char[] chars() {
    return chars;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  String text(int index) {
    return new String(chars, start(index), end(index) - start(index));
  }

  /** True if some array is longer than its sister, or holds both arrays and values. */
  boolean isRagged() {
    return ragged || (leafDepth > 0 && leafDepth != deepest);
  }

  /** The length of the arrays of each level; meaningless if {@linkplain #isRagged ragged}. */
  int[] extents() {
    return Arrays.copyOf(extents, deepest);
  }
}
