package dev.canary.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A direct buffer that is kept from case to case and grows as needed.
 *
 * <p>It starts at a multiple of 64 bytes, as the engines' own memory does: kernels that treat an
 * unaligned beginning apart add up in another order there, and an address that differs from process
 * to process would then show in the last bit.
 */
final class AlignedBuffer {
  private static final int ALIGNMENT = 64;

  private ByteBuffer memory = allocate(1024);

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(Math.addExact(bytes, ALIGNMENT)).alignedSlice(ALIGNMENT);
  }

  /** Room for this many bytes; what was there before is lost. */
  ByteBuffer room(int bytes) {
    if (memory.capacity() < bytes) {
      memory = allocate(bytes);
    }
    return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
  }
}
