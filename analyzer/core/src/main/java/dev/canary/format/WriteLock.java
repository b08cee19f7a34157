package dev.canary.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps writers apart: those of other processes by the system's lock on a file, which ends with the
 * process that holds it, and the threads of this one by a lock of Java's, which the system's does
 * not tell apart.
 */
final class WriteLock implements AutoCloseable {
  private static final ReentrantLock HERE = new ReentrantLock();

  private final FileChannel channel;

  private WriteLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds it. Not to be taken again before it is closed. */
  static WriteLock take(Path file) throws IOException {
    HERE.lock();
    return locked(file, true).orElseThrow();
  }

  /** Takes it if nobody holds it. */
  static Optional<WriteLock> tryTake(Path file) throws IOException {
    return HERE.isHeldByCurrentThread() || !HERE.tryLock() ? Optional.empty() : locked(file, false);
  }

  private static Optional<WriteLock> locked(Path file, boolean patiently) throws IOException {
    FileChannel channel = null;
    boolean taken = false;
    try {
      Files.createDirectories(file.resolveSibling(""));
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = patiently ? channel.lock() : channel.tryLock();
      taken = lock != null;
      return taken ? Optional.of(new WriteLock(channel)) : Optional.empty();
    } finally {
      if (!taken) {
        HERE.unlock();
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HERE.unlock();
    }
  }
}
