package dev.canary.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files that are at every instant the old one or the new one, whatever kills the process.
 *
 * <p>The bytes go to a hidden file {@code .name.tmp-*} in the same folder, are forced to the disk,
 * and are renamed over the old file; then the folder is forced. The hidden file is locked while it
 * is written, so that the next writer can tell what a kill left behind from what another process is
 * writing, and deletes the former.
 */
public final class AtomicFiles {
  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces or makes the file, and its folders if they are missing, with a text in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces or makes the file, and its folders if they are missing. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes));
  }

  /** Replaces or makes the file, and its folders if they are missing. */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath().normalize();
    Path folder = target.resolveSibling("").normalize();
    Files.createDirectories(folder);
    String prefix = "." + target.getFileName() + ".tmp-";
    deleteLeftovers(folder, prefix);
    Path temporary =
        folder.resolve(prefix + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeLocked(channel, content);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    force(folder);
  }

  private static void writeLocked(FileChannel channel, Content content) throws IOException {
    if (!channel.lock().isValid()) {
      throw new IOException("the file system gave no lock");
    }
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
    content.writeTo(out);
    out.flush();
    channel.force(true);
  }

  private static void deleteLeftovers(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            folder, path -> path.getFileName().toString().startsWith(prefix))) {
      for (Path leftover : leftovers) {
        if (isAbandoned(leftover)) {
          Files.deleteIfExists(leftover);
        }
      }
    }
  }

  /** True unless a living process holds the lock. */
  private static boolean isAbandoned(Path leftover) throws IOException {
    try (FileChannel channel = FileChannel.open(leftover, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      return false;
    }
  }

  /** Makes the renaming last; systems that cannot open a folder keep it without. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
