package dev.canary.kafka.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The operating system's lock on a broker's folder: one process holds it, and a process that ends
 * in any way gives it back.
 */
final class FolderLock implements AutoCloseable {
  /**
   * The folders that this very process holds. The system's lock does not tell the threads of a
   * process apart, and closing any second handle of the file would give the first one's lock away.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock if nobody holds it.
   *
   * @param folder an existing folder, its real path
   * @return empty when another process, or this one, holds it
   */
  static Optional<FolderLock> tryTake(Path folder) throws IOException {
    synchronized (HELD) {
      if (HELD.contains(folder)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      HELD.add(folder);
      return Optional.of(new FolderLock(folder, channel));
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (channel.isOpen()) {
        channel.close();
        HELD.remove(folder);
      }
    }
  }
}
