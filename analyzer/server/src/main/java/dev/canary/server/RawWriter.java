package dev.canary.server;

import java.nio.ByteBuffer;

/** Collects a tensor's elements as the wire has them. */
final class RawWriter {
  private ByteBuffer bytes = Little.endian(new byte[256]);

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int size = Math.max(Math.addExact(bytes.position(), more), bytes.capacity() * 2);
      bytes = Little.endian(new byte[size]).put(bytes.flip());
    }
    return bytes;
  }

  /** The low bytes of an integer, or of the bits of a number. */
  void put(long bits, int width) {
    ByteBuffer out = room(width);
    switch (width) {
      case 1 -> out.put((byte) bits);
      case 2 -> out.putShort((short) bits);
      case 4 -> out.putInt((int) bits);
      default -> out.putLong(bits);
    }
  }

  /** An element of a BYTES tensor. */
  void putBytes(byte[] element) {
    room(4 + element.length).putInt(element.length).put(element);
  }

  ByteBuffer written() {
    return bytes.duplicate().flip();
  }
}
