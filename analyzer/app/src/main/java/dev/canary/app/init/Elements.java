package dev.canary.app.init;

import dev.canary.suite.Range;
import dev.canary.target.Signature.Slot;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills one input of a model.
 *
 * @param slot what the model tells of it
 * @param dtype of its elements
 * @param sizes of every dimension
 */
record Elements(Slot slot, DType dtype, List<Integer> sizes) {
  private static final int LONG_TEXT = 1000;
  private static final int FEW = 10;
  private static final int LETTERS = 26;

  Elements {
    sizes = List.copyOf(sizes);
  }

  /** The sizes as a tensor takes them. */
  int[] shape() {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The input as a pattern has it. */
  Tensor of(EdgePattern pattern) {
    if (dtype == DType.STRING) {
      return texts(i -> text(pattern, i));
    }
    if (dtype == DType.BOOL) {
      return flags(i -> flag(pattern, i));
    }
    return dtype.isFloat() ? floats(i -> number(pattern, i)) : wholes(i -> whole(pattern, i));
  }

  /** A random input, within what the model tells; the same for the same state of chance. */
  Tensor random(Random chance) {
    if (dtype == DType.STRING) {
      return texts(i -> word(chance));
    }
    if (dtype == DType.BOOL) {
      return flags(i -> chance.nextBoolean());
    }
    return dtype.isFloat()
        ? floats(i -> slot.range().map(r -> within(r, chance)).orElseGet(chance::nextGaussian))
        : wholes(i -> (long) chance.nextInt(FEW));
  }

  private static double within(Range range, Random chance) {
    return range.low() + chance.nextDouble() * (range.high() - range.low());
  }

  private double number(EdgePattern pattern, int i) {
    return switch (pattern) {
      case ZEROS -> 0;
      case ONES -> 1;
      case MINUS_ONES -> -1;
      case LOWEST -> -greatest();
      case HIGHEST -> greatest();
      case TINY -> tiny();
      case SUBNORMAL -> subnormal();
      case BOUNDARIES -> {
        double[] turn = {-1, 0, 1, tiny(), subnormal(), -0.0};
        yield turn[i % turn.length];
      }
      case LEAST_SEEN -> slot.range().map(Range::low).orElse(0.0);
      case MOST_SEEN -> slot.range().map(Range::high).orElse(1.0);
    };
  }

  private double greatest() {
    return switch (dtype) {
      case FP32 -> Float.MAX_VALUE;
      case FP16 -> 65_504;
      case BF16 -> 0x1.fep127;
      default -> Double.MAX_VALUE;
    };
  }

  private double tiny() {
    return switch (dtype) {
      case FP32, BF16 -> Float.MIN_NORMAL;
      case FP16 -> 0x1p-14;
      default -> Double.MIN_NORMAL;
    };
  }

  private double subnormal() {
    return switch (dtype) {
      case FP32 -> Float.MIN_VALUE;
      case BF16 -> 0x1p-133;
      case FP16 -> 0x1p-24;
      default -> Double.MIN_VALUE;
    };
  }

  private long whole(EdgePattern pattern, int i) {
    boolean signed = dtype.holds(-1);
    return switch (pattern) {
      case ZEROS, LEAST_SEEN -> 0;
      case ONES, TINY, SUBNORMAL, MOST_SEEN -> 1;
      case MINUS_ONES -> signed ? -1 : 0;
      case LOWEST -> signed ? -1L << (Byte.SIZE * dtype.width() - 1) : 0;
      case HIGHEST -> -1L >>> (Long.SIZE - Byte.SIZE * dtype.width() + (signed ? 1 : 0));
      case BOUNDARIES -> (signed ? -1 : 0) + i % 3;
    };
  }

  private static boolean flag(EdgePattern pattern, int i) {
    return switch (pattern) {
      case ZEROS, MINUS_ONES, LOWEST, LEAST_SEEN -> false;
      case ONES, HIGHEST, TINY, SUBNORMAL, MOST_SEEN -> true;
      case BOUNDARIES -> i % 2 == 1;
    };
  }

  private String text(EdgePattern pattern, int i) {
    List<String> words = slot.words();
    if (!words.isEmpty()) {
      return switch (pattern) {
        case ZEROS, LEAST_SEEN, MINUS_ONES, TINY -> words.get(0);
        case ONES, MOST_SEEN, SUBNORMAL -> words.get(words.size() - 1);
        case LOWEST, HIGHEST -> "never seen";
        case BOUNDARIES -> words.get((i + 1) % words.size());
      };
    }
    return switch (pattern) {
      case ZEROS, LEAST_SEEN -> "0";
      case ONES, MOST_SEEN -> "1";
      case MINUS_ONES -> "-1";
      case LOWEST -> " ";
      case HIGHEST -> "long ".repeat(LONG_TEXT / 5).strip();
      case TINY -> "a";
      case SUBNORMAL -> "\u00e9";
      case BOUNDARIES -> "Gr\u00fc\u00dfe, \"\u4e16\u754c\"\n\ud83d\ude42";
    };
  }

  private String word(Random chance) {
    if (!slot.words().isEmpty()) {
      return slot.words().get(chance.nextInt(slot.words().size()));
    }
    StringBuilder text = new StringBuilder();
    int words = 1 + chance.nextInt(6);
    for (int w = 0; w < words; w++) {
      text.append(w == 0 ? "" : " ");
      int letters = 2 + chance.nextInt(7);
      for (int l = 0; l < letters; l++) {
        text.append((char) ('a' + chance.nextInt(LETTERS)));
      }
    }
    return text.toString();
  }

  /** What stands at each position. */
  @FunctionalInterface
  private interface At<T> {
    T get(int index);
  }

  private Tensor floats(At<Double> at) {
    double[] values = new double[Tensor.count(shape())];
    for (int i = 0; i < values.length; i++) {
      values[i] = at.get(i);
    }
    byte[] room = new byte[values.length * dtype.width()];
    return Tensor.ofBytes(dtype, shape(), room).withValues(values);
  }

  private Tensor wholes(At<Long> at) {
    int count = Tensor.count(shape());
    byte[] room = new byte[count * dtype.width()];
    ByteBuffer bytes = ByteBuffer.wrap(room).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      long value = at.get(i);
      switch (dtype.width()) {
        case Byte.BYTES -> bytes.put((byte) value);
        case Short.BYTES -> bytes.putShort((short) value);
        case Integer.BYTES -> bytes.putInt((int) value);
        default -> bytes.putLong(value);
      }
    }
    return Tensor.ofBytes(dtype, shape(), room);
  }

  private Tensor flags(At<Boolean> at) {
    boolean[] values = new boolean[Tensor.count(shape())];
    for (int i = 0; i < values.length; i++) {
      values[i] = at.get(i);
    }
    return Tensor.ofBooleans(shape(), values);
  }

  private Tensor texts(At<String> at) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < Tensor.count(shape()); i++) {
      values.add(at.get(i));
    }
    return Tensor.ofTexts(shape(), values);
  }
}
