package dev.canary.http.json;

import java.util.Arrays;

/** The scalars of a JSON document in its order, as it spells them, in one array of characters. */
public final class JsonLeaves {
  /** What kind of token a scalar is. */
  public enum Kind {
    NUMBER,
    /**
     * NaN or an infinity that stands without quotes, which no JSON allows and many servers write.
     */
    NON_FINITE,
    TEXT,
    TRUE,
    FALSE,
    NULL
  }

  private static final char[] NO_CHARS = {};
  private static final int LONGEST_SHORT = 18;

  /** Of a number with its comma: an array of them fits, and of what is shorter it grows. */
  private static final int USUAL_BYTES = 8;

  private static final int FEW = 16;

  private final char[] chars;
  private int[] ends;
  private Kind[] kinds;
  private int size;

  /** No scalars yet, of a document of so many bytes: no character takes less than one. */
  JsonLeaves(int bytes) {
    int usual = FEW + bytes / USUAL_BYTES;
    chars = new char[bytes];
    ends = new int[usual];
    kinds = new Kind[usual];
  }

  /** Adds a scalar without a spelling of its own: a word. */
  void add(Kind kind) {
    add(kind, NO_CHARS, 0, 0);
  }

  void add(Kind kind, char[] from, int offset, int length) {
    int start = start(size);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
    }
    System.arraycopy(from, offset, chars, start, length);
    ends[size] = start + length;
    kinds[size] = kind;
    size++;
  }

  int size() {
    return size;
  }

  Kind kind(int index) {
    return kinds[index];
  }

  /** The characters of all scalars; a scalar's lie from its start to its end. */
  char[] chars() {
    return chars;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  /** The spelling of a scalar; empty for a word. */
  String text(int index) {
    return new String(chars, start(index), end(index) - start(index));
  }

  /** True for a number of up to 18 digits, with or without a minus, and nothing else. */
  boolean isShortWhole(int index) {
    int start = start(index);
    int digits = start < ends[index] && chars[start] == '-' ? start + 1 : start;
    int count = ends[index] - digits;
    if (kinds[index] != Kind.NUMBER || count > LONGEST_SHORT) {
      return false;
    }
    for (int i = digits; i < ends[index]; i++) {
      if (chars[i] < '0' || chars[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** The value of a {@linkplain #isShortWhole short whole number}. */
  long shortWhole(int index) {
    int start = start(index);
    boolean negative = chars[start] == '-';
    long value = 0;
    for (int i = negative ? start + 1 : start; i < ends[index]; i++) {
      value = 10 * value + (chars[i] - '0');
    }
    return negative ? -value : value;
  }

  /** A scalar as a message shows it: short, texts in quotes. */
  String shown(int index) {
    return switch (kinds[index]) {
      case NUMBER, NON_FINITE -> Quote.start(text(index));
      case TEXT -> "\"" + Quote.start(text(index)) + "\"";
      case TRUE -> "true";
      case FALSE -> "false";
      case NULL -> "null";
    };
  }
}
