package dev.canary.target;

import dev.canary.suite.Input;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes every request one that no cache has seen. Asked for by the suite, and then used for
 * captures too, since another batch shape gives other low bits.
 */
public enum Nonce {
  /** Requests stay as they are. */
  NONE("none"),
  /**
   * One more row at the end of every input: the last one, its floats moved as the request's id
   * says. Its answer is taken out again.
   */
  ROW("row"),
  /** The lowest bits of the floats are set as the request's id says: about a millionth of each. */
  ULP("ulp");

  private final String word;

  Nonce(String word) {
    this.word = word;
  }

  /** What suite.yaml may say. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Nonce::word).toList();
  }

  /**
   * The one with this word.
   *
   * @throws java.util.NoSuchElementException if it is none of {@link #words}
   */
  public static Nonce of(String word) {
    return Arrays.stream(values()).filter(n -> n.word.equals(word)).findFirst().orElseThrow();
  }

  /** The word of the suite. */
  public String word() {
    return word;
  }

  /**
   * The input that is sent for a case.
   *
   * @throws PredictionException BAD_INPUT if there is no float to vary, or no common batch
   */
  public Input of(Input input, String id) throws PredictionException {
    if (this == NONE) {
      return input;
    }
    if (input.tensors().values().stream().noneMatch(this::canVary)) {
      throw bad(Reason.BAD_INPUT, "needs floats that it can vary, found " + input.tensors());
    }
    if (this == ROW) {
      batch(input);
    }
    Random chance = new Random(seed(id));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    input.tensors().forEach((name, tensor) -> tensors.put(name, varied(tensor, chance)));
    return new Input(tensors, input.nulls());
  }

  private boolean canVary(Tensor tensor) {
    return tensor.dtype().isFloat()
        && tensor.size() > 0
        && (this == ROW || Arrays.stream(tensor.toDoubles()).anyMatch(Nonce::isNumber));
  }

  private Tensor varied(Tensor tensor, Random chance) {
    if (this == ROW) {
      return withOneMoreRow(tensor, chance);
    }
    return tensor.dtype().isFloat() ? withLowBits(tensor, chance) : tensor;
  }

  /**
   * The outputs of the case alone.
   *
   * @throws PredictionException BAD_ANSWER if an output has not one row for each that was sent
   */
  public Map<String, Tensor> of(Input input, Map<String, Tensor> outputs)
      throws PredictionException {
    if (this != ROW) {
      return outputs;
    }
    int rows = batch(input);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor tensor = output.getValue();
      int[] shape = tensor.shape();
      if (shape.length == 0 || shape[0] != rows + 1) {
        throw bad(
            Reason.BAD_ANSWER,
            "sent %d rows, output \"%s\" is %s".formatted(rows + 1, output.getKey(), tensor));
      }
      tensors.put(output.getKey(), firstRows(tensor, rows));
    }
    return tensors;
  }

  private int batch(Input input) throws PredictionException {
    int[] rows =
        input.tensors().values().stream()
            .mapToInt(t -> t.shape().length == 0 ? 0 : t.shape()[0])
            .distinct()
            .toArray();
    if (rows.length != 1 || rows[0] < 1) {
      throw bad(
          Reason.BAD_INPUT,
          "needs inputs with one common first dimension, found " + input.tensors());
    }
    return rows[0];
  }

  private PredictionException bad(Reason reason, String why) {
    return new PredictionException(reason, "nonce \"%s\" %s".formatted(word(), why));
  }

  private static long seed(String id) {
    String hex = Digest.of(id.getBytes(StandardCharsets.UTF_8)).substring("sha256:".length());
    return Long.parseUnsignedLong(hex.substring(0, Long.BYTES * 2), 16);
  }

  private static Tensor withOneMoreRow(Tensor tensor, Random chance) {
    int[] shape = tensor.shape();
    int size = tensor.size() / shape[0];
    int from = tensor.size() - size;
    shape[0]++;
    if (tensor.dtype() == DType.STRING) {
      List<String> texts = new ArrayList<>(tensor.texts());
      texts.addAll(tensor.texts().subList(from, tensor.size()));
      return Tensor.ofTexts(shape, texts);
    }
    byte[] old = bytes(tensor);
    int width = tensor.dtype().width();
    Tensor last =
        Tensor.ofBytes(
            tensor.dtype(),
            new int[] {size},
            Arrays.copyOfRange(old, from * width, tensor.size() * width));
    Tensor row = tensor.dtype().isFloat() ? last.withValues(moved(last, chance)) : last;
    byte[] longer = Arrays.copyOf(old, old.length + size * width);
    System.arraycopy(bytes(row), 0, longer, old.length, size * width);
    return Tensor.ofBytes(tensor.dtype(), shape, longer);
  }

  /** Each value by up to a sixteenth of itself; zero, and what is not finite, somewhere below 1. */
  private static double[] moved(Tensor row, Random chance) {
    return Arrays.stream(row.toDoubles())
        .map(
            value -> {
              double share = chance.nextDouble();
              return Double.isFinite(value) && value != 0 ? value * (1 - share / 16) : share;
            })
        .toArray();
  }

  private static Tensor firstRows(Tensor tensor, int rows) {
    int[] shape = tensor.shape();
    int kept = tensor.size() / shape[0] * rows;
    shape[0] = rows;
    return tensor.dtype() == DType.STRING
        ? Tensor.ofTexts(shape, tensor.texts().subList(0, kept))
        : Tensor.ofBytes(
            tensor.dtype(), shape, Arrays.copyOf(bytes(tensor), kept * tensor.dtype().width()));
  }

  /** The tensor with chance in the lowest bits of its finite floats; zeros stay zeros. */
  private static Tensor withLowBits(Tensor tensor, Random chance) {
    byte[] bytes = bytes(tensor);
    int width = tensor.dtype().width();
    int count = lowBits(width);
    for (int i = 0; i < tensor.size(); i++) {
      if (isNumber(tensor.doubleAt(i))) {
        long low = chance.nextLong() >>> (Long.SIZE - count);
        for (int bit = 0; bit < count; bit++) {
          int at = i * width + bit / Byte.SIZE;
          int place = 1 << bit % Byte.SIZE;
          boolean set = (low >>> bit & 1) == 1;
          bytes[at] = (byte) (set ? bytes[at] | place : bytes[at] & ~place);
        }
      }
    }
    return Tensor.ofBytes(tensor.dtype(), tensor.shape(), bytes);
  }

  /** About a millionth of a number of this many bytes; of a half, its lowest bit. */
  private static int lowBits(int width) {
    if (width == Double.BYTES) {
      return 32;
    }
    return width == Float.BYTES ? 4 : 1;
  }

  private static boolean isNumber(double value) {
    return Double.isFinite(value) && value != 0;
  }

  private static byte[] bytes(Tensor tensor) {
    ByteBuffer view = tensor.bytes();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }
}
