package dev.canary.measure;

import java.util.List;

/** What a request gives for one of its keys, as it was written: nothing is understood yet. */
public sealed interface Given {

  /** A number; NaN and infinities too, which are refused where they are used, by name. */
  record Real(double value) implements Given {}

  /**
   * A whole number, digit for digit: a seed may need all 64 bits.
   *
   * @param value the number
   */
  record Whole(long value) implements Given {}

  /** A text, or true or false. */
  record Word(String text) implements Given {}

  /** A list of numbers. */
  final class Numbers implements Given {
    private final double[] values;

    /** Takes the array over: there may be millions of values. */
    public Numbers(double[] values) {
      this.values = values;
    }

    /** The array itself. */
    public double[] values() {
      return values;
    }
  }

  /** A list of texts. */
  record Labels(List<String> values) implements Given {
    /** Keeps a copy. */
    public Labels {
      values = List.copyOf(values);
    }
  }

  /** A list of lists of numbers, of any lengths. */
  record Rows(List<double[]> values) implements Given {
    /** Keeps a copy. */
    public Rows {
      values = List.copyOf(values);
    }
  }

  /** An empty list, which may be one of anything. */
  record Nothing() implements Given {}

  /** What was given, short enough for an error message. */
  default String shown() {
    if (this instanceof Real number) {
      return String.valueOf(number.value());
    }
    if (this instanceof Whole whole) {
      return String.valueOf(whole.value());
    }
    if (this instanceof Word word) {
      return "\"" + word.text() + "\"";
    }
    if (this instanceof Numbers) {
      return "a list of numbers";
    }
    if (this instanceof Labels) {
      return "a list of texts";
    }
    return this instanceof Rows ? "a list of lists" : "an empty list";
  }
}
