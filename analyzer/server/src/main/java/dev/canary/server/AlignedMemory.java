package dev.canary.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Memory for the inputs of one call at a time, kept for the next.
 *
 * <p>Every piece starts at a multiple of 64 bytes, as an engine's own tensors do: kernels add up in
 * another order from an odd address, which shows in the last bit.
 */
final class AlignedMemory {
  private static final int ALIGNMENT = 64;

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /** At least this many bytes; to be given back. */
  ByteBuffer take(int bytes) {
    ByteBuffer kept = free.poll();
    if (kept != null && kept.capacity() >= bytes) {
      return kept.clear();
    }
    return ByteBuffer.allocateDirect(Math.addExact(bytes, ALIGNMENT)).alignedSlice(ALIGNMENT);
  }

  void giveBack(ByteBuffer memory) {
    free.add(memory);
  }

  /** Bytes of {@link #take} that a piece needs. */
  static int room(int bytes) {
    return Math.addExact(bytes, ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The next piece of the memory, filled with these bytes. */
  static ByteBuffer fill(ByteBuffer memory, ByteBuffer bytes) {
    int start = memory.position();
    int length = bytes.remaining();
    memory.put(bytes).position(start + room(length));
    return memory.slice(start, length).order(ByteOrder.nativeOrder());
  }
}
