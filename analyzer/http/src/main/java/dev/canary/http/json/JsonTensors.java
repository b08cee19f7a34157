package dev.canary.http.json;

import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Turns JSON values into tensors, each number straight into its type.
 *
 * <p>Read as floating-point numbers: numbers, NaN and infinities with or without quotes, and {@code
 * null}, which becomes a {@linkplain Nulls null}. Read as whole numbers: numbers without a
 * fraction, however they are spelled. Read as bools: true, false, 1, 0. A number outside the range
 * of its type, a missing element and a ragged array are errors that name the place.
 */
public final class JsonTensors {
  private JsonTensors() {}

  /**
   * A tensor with the shape of the nesting; a scalar gives rank 0.
   *
   * @param where what is read, for messages, as in {@code output "scores"}
   * @throws PredictionException BAD_ANSWER if it is no such tensor
   */
  public static Tensor read(String where, DType dtype, Json data) throws PredictionException {
    if (data instanceof Json.Scalar scalar) {
      return new JsonElements(where, dtype, scalar.leaves(), scalar.index()).tensor();
    }
    Json.Items items = items(where, data);
    int[] nesting = JsonShape.of(where, items);
    return new JsonElements(where, dtype, items.leaves(), items.from(), nesting).tensor();
  }

  /**
   * A tensor of this shape, from a flat or a nested list.
   *
   * @throws PredictionException BAD_ANSWER if it is no such tensor, or has another number of
   *     elements, or is nested in another way
   */
  public static Tensor read(String where, DType dtype, int[] shape, Json data)
      throws PredictionException {
    Json.Items items = items(where, data);
    int[] nesting = JsonShape.of(where, items);
    int count = Tensor.count(shape);
    int found = items.to() - items.from();
    if (found != count) {
      throw bad(
          "%s has %d elements where its shape %s needs %d"
              .formatted(where, found, Arrays.toString(shape), count));
    }
    if (nesting.length > 1 && !JsonShape.isSame(nesting, shape)) {
      throw bad(
          "%s is nested as %s and says shape %s"
              .formatted(where, Arrays.toString(nesting), Arrays.toString(shape)));
    }
    return new JsonElements(where, dtype, items.leaves(), items.from(), shape).tensor();
  }

  /**
   * The whole numbers of a list, for example a shape.
   *
   * @throws PredictionException BAD_ANSWER if it is no such list
   */
  public static long[] wholes(String where, Json data) throws PredictionException {
    Json.Items items = items(where, data);
    int[] nesting = JsonShape.of(where, items);
    return new JsonElements(where, DType.INT64, items.leaves(), items.from(), nesting).wholes();
  }

  /**
   * A tensor whose type its elements tell: texts, bools, or numbers. Numbers are int64 (uint64 if
   * one needs it) as long as each is spelled as a whole one, fp64 otherwise; nulls are numbers.
   *
   * @throws PredictionException BAD_ANSWER if it is no tensor, or mixes texts, bools and numbers
   */
  public static Tensor infer(String where, Json data) throws PredictionException {
    if (data instanceof Json.Scalar scalar) {
      return read(where, typeOf(where, scalar.leaves(), scalar.index(), scalar.index() + 1), data);
    }
    Json.Items items = items(where, data);
    return read(where, typeOf(where, items.leaves(), items.from(), items.to()), data);
  }

  private static DType typeOf(String where, JsonLeaves leaves, int from, int to)
      throws PredictionException {
    DType type = DType.INT64;
    for (int i = from; i < to; i++) {
      DType own = typeOf(leaves, i);
      if (i == from) {
        type = own;
      } else if (isNumber(own) && isNumber(type)) {
        type = wider(type, own);
      } else if (own != type) {
        throw bad("%s mixes %s and %s".formatted(where, type.label(), own.label()));
      }
    }
    return type;
  }

  private static boolean isNumber(DType dtype) {
    return dtype.isFloat() || dtype.isWhole();
  }

  private static DType wider(DType one, DType other) {
    if (one == DType.FP64 || other == DType.FP64) {
      return DType.FP64;
    }
    return one == DType.UINT64 ? one : other;
  }

  private static DType typeOf(JsonLeaves leaves, int index) {
    return switch (leaves.kind(index)) {
      case TEXT -> DType.STRING;
      case TRUE, FALSE -> DType.BOOL;
      case NULL, NON_FINITE -> DType.FP64;
      case NUMBER -> leaves.isShortWhole(index) ? DType.INT64 : longWhole(leaves.text(index));
    };
  }

  private static DType longWhole(String number) {
    boolean negative = number.startsWith("-");
    if (!number.chars().skip(negative ? 1 : 0).allMatch(Character::isDigit)) {
      return DType.FP64;
    }
    int bits = new BigInteger(number).bitLength();
    if (bits < Long.SIZE) {
      return DType.INT64;
    }
    return bits == Long.SIZE && !negative ? DType.UINT64 : DType.FP64;
  }

  private static Json.Items items(String where, Json data) throws PredictionException {
    if (data instanceof Json.Items items) {
      return items;
    }
    throw bad("%s is %s where a list belongs".formatted(where, data.found()));
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_ANSWER, message);
  }
}
