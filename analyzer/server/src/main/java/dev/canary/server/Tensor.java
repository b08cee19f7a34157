package dev.canary.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A named tensor as the binary tensor data extension carries it: little endian, row by row, nothing
 * between the elements; BYTES elements each after their length.
 *
 * @param raw read-only; two tensors are equal when every byte is
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, ByteBuffer raw) {

  /**
   * A tensor over these bytes.
   *
   * @throws IllegalArgumentException if they are not as many as datatype and shape ask for
   */
  public Tensor {
    shape = List.copyOf(shape);
    raw = raw.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long expected = count(shape);
    long found =
        datatype == Datatype.BYTES
            ? elements(name, raw.duplicate().order(ByteOrder.LITTLE_ENDIAN)).size()
            : raw.remaining() / datatype.width();
    boolean hasRest = datatype != Datatype.BYTES && raw.remaining() % datatype.width() != 0;
    if (found != expected || hasRest) {
      throw new IllegalArgumentException(
          "tensor " + name + ": " + found + " elements of " + datatype + " for shape " + shape);
    }
  }

  /** A tensor over little-endian bytes. */
  public static Tensor of(String name, Datatype datatype, List<Long> shape, byte[] raw) {
    return new Tensor(name, datatype, shape, ByteBuffer.wrap(raw));
  }

  /** The tensor of a request, whose sender is told what does not fit. */
  static Tensor received(String name, Datatype datatype, List<Long> shape, ByteBuffer raw)
      throws InferenceException {
    try {
      return new Tensor(name, datatype, shape, raw);
    } catch (IllegalArgumentException e) {
      throw InferenceException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** A little-endian view, from the first element. */
  @Override
  public ByteBuffer raw() {
    return raw.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The elements of a BYTES tensor. */
  List<byte[]> elements() {
    return elements(name, raw());
  }

  private static List<byte[]> elements(String name, ByteBuffer in) {
    List<byte[]> elements = new ArrayList<>();
    while (in.hasRemaining()) {
      long length = in.remaining() < 4 ? Long.MAX_VALUE : Integer.toUnsignedLong(in.getInt());
      if (length > in.remaining()) {
        throw new IllegalArgumentException("tensor " + name + ": a BYTES element is cut off");
      }
      byte[] element = new byte[(int) length];
      in.get(element);
      elements.add(element);
    }
    return elements;
  }

  static long count(List<Long> shape) {
    long count = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("shape " + shape + ": a dimension is negative");
      }
      count = Math.multiplyExact(count, dimension);
    }
    return count;
  }

  /** The same values under another name. */
  Tensor named(String other) {
    return new Tensor(other, datatype, shape, raw());
  }
}
