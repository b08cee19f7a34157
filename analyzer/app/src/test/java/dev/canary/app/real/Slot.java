package dev.canary.app.real;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One input of a model, and the numbers that are sensible for it.
 *
 * @param name of the input
 * @param dtype as cases.jsonl spells it
 * @param shape by the number of the case: a dynamic axis may differ from case to case
 * @param low the smallest sensible number
 * @param high the largest one
 */
record Slot(String name, String dtype, IntFunction<int[]> shape, double low, double high) {

  /** An input that has the same shape in every case. */
  static Slot of(String name, String dtype, double low, double high, int... shape) {
    return new Slot(name, dtype, number -> shape, low, high);
  }

  /** An input of one row, longer from case to case. */
  static Slot ofGrowingRow(String name, String dtype, double low, double high) {
    return new Slot(name, dtype, number -> new int[] {1, 1 + 3 * number}, low, high);
  }

  /** The input of a case in JSON: case 0 is ordinary, the others are each extreme in their way. */
  String json(int number, Random random) {
    int[] dimensions = shape.apply(number);
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    String data =
        IntStream.range(0, size)
            .mapToObj(i -> text(value(number, i, random)))
            .collect(Collectors.joining(","));
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data\":[%s]}"
        .formatted(name, dtype, Arrays.toString(dimensions), data);
  }

  private double value(int number, int element, Random random) {
    double drawn = low + (high - low) * random.nextDouble();
    return switch (number % 6) {
      case 1 -> low;
      case 2 -> high;
      case 3 -> element % 7 == 3 ? drawn : Math.max(low, 0);
      case 4 -> isWhole() ? high - drawn + low : 1000 * drawn;
      case 5 -> isWhole() ? element % 2 == 0 ? low : high : -drawn;
      default -> drawn;
    };
  }

  private boolean isWhole() {
    return dtype.startsWith("int");
  }

  private String text(double value) {
    return isWhole() ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4g", value);
  }
}
