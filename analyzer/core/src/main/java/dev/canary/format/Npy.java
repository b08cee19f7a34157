package dev.canary.format;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * NumPy's array files, versions 1 to 3 of NEP 1: one tensor with its type and shape, bit for bit.
 *
 * <p>Read: {@code f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 b1 U}, little- and big-endian, C and Fortran
 * order. Written: little-endian, C order, version 1.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int SMALL_PREFIX = 10;
  private static final int LARGE_PREFIX = 12;

  private Npy() {}

  /**
   * The tensor of a file.
   *
   * @throws FormatException if it cannot be read or is damaged
   */
  public static Tensor read(Path file) throws FormatException {
    return read(file, file.toString());
  }

  static Tensor read(Path file, String name) throws FormatException {
    Reading reading = new Reading(file.toAbsolutePath().resolveSibling(""));
    var bytes = reading.bytes(file);
    if (bytes.isEmpty()) {
      reading.check();
    }
    return parse(name, bytes.orElseThrow());
  }

  /**
   * The tensor of the bytes of a file.
   *
   * @param name the file's name in error messages
   * @throws FormatException if they are damaged
   */
  public static Tensor parse(String name, byte[] bytes) throws FormatException {
    if (bytes.length < SMALL_PREFIX || !Arrays.equals(MAGIC, 0, 6, bytes, 0, 6)) {
      throw damaged(name, "it does not begin as a .npy file does");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = bytes[6];
    if (version < 1 || version > 3 || bytes.length < LARGE_PREFIX) {
      throw damaged(name, "version " + version + " of the format; versions 1 to 3 are read");
    }
    int prefix = version == 1 ? SMALL_PREFIX : LARGE_PREFIX;
    long length = version == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8) & 0xffffffffL;
    if (prefix + length > bytes.length) {
      throw damaged(name, "it ends inside its header");
    }
    String text = new String(bytes, prefix, (int) length, StandardCharsets.UTF_8);
    NpyHeader header = NpyHeader.parse(name, text);
    return header.tensor(name, buffer.position(prefix + (int) length).slice());
  }

  /**
   * The bytes of a file that holds this tensor.
   *
   * @throws IllegalArgumentException if NumPy has no such tensor, as of bf16 or of a text that ends
   *     in a zero character
   */
  public static byte[] bytes(Tensor tensor) {
    String descriptor = NpyHeader.descriptor(tensor);
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(descriptor, NpyHeader.tuple(tensor.shape()));
    int unpadded = SMALL_PREFIX + header.length() + 1;
    String padded = header + " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT) + "\n";
    if (padded.length() > 0xffff) {
      throw new IllegalArgumentException("too many dimensions: " + tensor.shape().length);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(new byte[] {1, 0, (byte) padded.length(), (byte) (padded.length() >> 8)});
    out.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(data(tensor));
    return out.toByteArray();
  }

  /** Writes the tensor to a file, atomically. */
  public static void write(Path file, Tensor tensor) throws IOException {
    AtomicFiles.write(file, bytes(tensor));
  }

  private static byte[] data(Tensor tensor) {
    if (tensor.dtype() == DType.STRING) {
      return NpyTexts.encode(tensor.texts());
    }
    byte[] data = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(data);
    return data;
  }

  static FormatException damaged(String name, String found) {
    return new FormatException(new Problem(name, 0, "not a NumPy array: " + found, ""));
  }

  /** The positions, in Fortran order, of the elements in C order. */
  static List<Integer> fortran(int[] shape) {
    List<Integer> positions = new ArrayList<>();
    int count = Tensor.count(shape);
    int[] index = new int[shape.length];
    for (int i = 0; i < count; i++) {
      int position = 0;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        position = position * shape[axis] + index[axis];
      }
      positions.add(position);
      for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return positions;
  }
}
