package dev.canary.http.json;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tensors cut along their leading axis, and put together again, bit for bit. */
public final class Slices {
  private Slices() {}

  /** The tensors along the leading axis of one with at least one. */
  public static List<Tensor> of(Tensor tensor) {
    int[] shape = tensor.shape();
    int[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    int each = Tensor.count(inner);
    List<Tensor> slices = new ArrayList<>(shape[0]);
    for (int i = 0; i < shape[0]; i++) {
      slices.add(slice(tensor, inner, i * each, each));
    }
    return slices;
  }

  private static Tensor slice(Tensor tensor, int[] shape, int from, int count) {
    if (tensor.dtype() == DType.STRING) {
      return Tensor.ofTexts(shape, tensor.texts().subList(from, from + count));
    }
    int width = tensor.dtype().width();
    byte[] bytes = new byte[count * width];
    tensor.bytes().get(from * width, bytes);
    return Tensor.ofBytes(tensor.dtype(), shape, bytes);
  }

  /** The bytes of a tensor of numbers, to be taken over by another. */
  public static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(bytes);
    return bytes;
  }

  /** One tensor of at least one tensor, all of one type and shape. */
  public static Tensor stack(List<Tensor> slices) {
    Tensor first = slices.get(0);
    int[] inner = first.shape();
    int[] shape = new int[inner.length + 1];
    shape[0] = slices.size();
    System.arraycopy(inner, 0, shape, 1, inner.length);
    if (first.dtype() == DType.STRING) {
      return Tensor.ofTexts(shape, slices.stream().flatMap(s -> s.texts().stream()).toList());
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(slices.size(), first.bytes().remaining()));
    slices.forEach(slice -> bytes.put(slice.bytes()));
    return Tensor.ofBytes(first.dtype(), shape, bytes.array());
  }
}
