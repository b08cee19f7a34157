package dev.canary.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Byte order of the wire. */
final class Little {
  private Little() {}

  static ByteBuffer endian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
