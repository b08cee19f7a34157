package dev.canary.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The byte order of tensors, of both engines' memory and of both file formats. */
final class LittleEndian {
  private LittleEndian() {}

  static ByteBuffer over(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What is left in the buffer. */
  static byte[] rest(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
