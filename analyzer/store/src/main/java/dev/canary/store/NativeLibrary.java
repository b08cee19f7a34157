package dev.canary.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once beside the store instead of at every start: that saves
 * some 60 ms of about 150 and leaves nothing in the temporary folder after a crash.
 *
 * <p>The folder's name carries driver version, platform and the file's CRC-32, so that a damaged
 * copy is unpacked again and not loaded. Whatever fails here, the driver unpacks for itself.
 */
final class NativeLibrary {
  private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";
  private static final String[] CHOSEN_BY_USER = {
    FOLDER_PROPERTY, "org.sqlite.lib.name", "org.sqlite.tmpdir"
  };

  private NativeLibrary() {}

  /** Tells the driver of a copy under this folder, made now if it is not there; once per JVM. */
  static synchronized void prepare(Path folder) {
    for (String property : CHOSEN_BY_USER) {
      if (System.getProperty(property) != null) {
        return;
      }
    }
    locate(folder).ifPresent(found -> System.setProperty(FOLDER_PROPERTY, found.toString()));
  }

  /** The folder of a sound copy, unpacked now if need be; nothing where that cannot be had. */
  static Optional<Path> locate(Path folder) {
    try {
      Files.createDirectories(folder);
      Optional<Path> sound = sound(folder);
      return sound.isPresent() ? sound : unpack(folder);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> sound(Path folder) throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, prefix() + "*")) {
      for (Path copy : copies) {
        Path library = copy.resolve(LibraryLoaderUtil.getNativeLibName());
        if (Files.isRegularFile(library) && copy.endsWith(prefix() + checksum(library))) {
          return Optional.of(copy.toAbsolutePath());
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<Path> unpack(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        return Optional.empty();
      }
      Path fresh = Files.createTempFile(folder, "unpacking", "");
      try {
        Files.copy(packed, fresh, StandardCopyOption.REPLACE_EXISTING);
        force(fresh);
        Path copy = Files.createDirectories(folder.resolve(prefix() + checksum(fresh)));
        Files.move(fresh, copy.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(copy.toAbsolutePath());
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static String prefix() {
    String platform = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    String plain = platform.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    return "sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + plain + "-";
  }

  private static String checksum(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(Files.readAllBytes(file));
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}
