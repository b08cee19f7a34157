package dev.canary.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.Arrays;

/**
 * Copies tensors out of PyTorch, bit for bit.
 *
 * <p>Complex numbers, which a {@link Tensor} does not have, come out as fp32 with a last axis of
 * real and imaginary part.
 */
final class TorchArrays {
  private TorchArrays() {}

  /** The tensor's values. */
  static Tensor copy(String name, PtNDArray given, TorchScope scope) throws PredictionException {
    PtNDArray array = given.isSparse() ? scope.own(given.toDense()) : given;
    int[] shape = shape(name, array.getShape());
    return switch (array.getDataType()) {
      case FLOAT64 -> copy(DType.FP64, shape, array);
      case FLOAT32 -> copy(DType.FP32, shape, array);
      case FLOAT16 -> copy(DType.FP16, shape, array);
      case INT64 -> copy(DType.INT64, shape, array);
      case INT32 -> copy(DType.INT32, shape, array);
      case INT8 -> copy(DType.INT8, shape, array);
      case UINT8 -> copy(DType.UINT8, shape, array);
      case BOOLEAN -> copy(DType.BOOL, shape, array);
      case COMPLEX64 -> copy(DType.FP32, withLast(shape, 2), array);
      default -> unnamed(name, shape, array, scope);
    };
  }

  private static Tensor copy(DType dtype, int[] shape, PtNDArray array) {
    return Tensor.ofBytes(dtype, shape, LittleEndian.rest(array.toByteBuffer(false)));
  }

  private static int[] withLast(int[] shape, int size) {
    int[] longer = Arrays.copyOf(shape, shape.length + 1);
    longer[shape.length] = size;
    return longer;
  }

  /**
   * DJL gives several types no name, among them int16 and bfloat16. Division tells them apart: of
   * whole numbers it gives fp32, of floating-point ones their own type.
   */
  private static Tensor unnamed(String name, int[] shape, PtNDArray array, TorchScope scope)
      throws PredictionException {
    NDArray quotient = array.div(array);
    boolean isWhole = scope.own((PtNDArray) quotient).getDataType() == DataType.FLOAT32;
    int width = array.isEmpty() ? 2 : array.toByteBuffer(false).remaining() / Tensor.count(shape);
    if (width != 2) {
      throw new PredictionException(
          Reason.MODEL_ERROR, "output " + name + " has a type that cannot be kept");
    }
    return copy(isWhole ? DType.INT16 : DType.BF16, shape, array);
  }

  private static int[] shape(String name, Shape shape) throws PredictionException {
    int[] sizes = new int[shape.dimension()];
    for (int i = 0; i < sizes.length; i++) {
      long size = shape.get(i);
      if (size > Integer.MAX_VALUE) {
        throw new PredictionException(
            Reason.MODEL_ERROR, "output " + name + " is too large: " + shape);
      }
      sizes[i] = (int) size;
    }
    return sizes;
  }
}
