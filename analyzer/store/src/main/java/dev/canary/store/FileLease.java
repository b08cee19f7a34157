package dev.canary.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock on a file, held against other processes and against the rest of this one. The system
 * releases it when the process dies, however it dies.
 */
final class FileLease implements Database.Lease {
  /**
   * What this process holds. Without it, a second attempt here would release the first: closing any
   * channel of a file releases all locks that the process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path file;
  private final FileChannel channel;

  private FileLease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lease, unless somebody holds it. */
  static Optional<FileLease> tryAcquire(Path folder, String name) {
    try {
      Path file = folder.toRealPath().resolve(name);
      return HELD.add(file) ? tryOpen(file) : Optional.empty();
    } catch (IOException e) {
      throw new StoreException(
          "cannot lock " + folder.resolve(name) + ": make the file and its folder writable", e);
    }
  }

  /** The lease, as soon as nobody else holds it, or nothing if that takes too long. */
  static Optional<FileLease> acquire(Path folder, String name, Duration patience) {
    long begin = System.nanoTime();
    Optional<FileLease> lease = tryAcquire(folder, name);
    while (lease.isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      lease = tryAcquire(folder, name);
    }
    return lease;
  }

  private static Optional<FileLease> tryOpen(Path file) throws IOException {
    FileChannel channel = null;
    boolean held = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      held = lock != null;
      return held ? Optional.of(new FileLease(file, channel)) : Optional.empty();
    } finally {
      if (!held) {
        HELD.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("cannot release " + file, e);
    } finally {
      HELD.remove(file);
    }
  }
}
