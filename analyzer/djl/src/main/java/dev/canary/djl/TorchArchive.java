package dev.canary.djl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip archive that a TorchScript file is.
 *
 * <p>All entries lie in one folder, named as the file was when it was saved; here they go by their
 * names inside it.
 */
final class TorchArchive implements AutoCloseable {
  private static final String MARKER = "/data.pkl";

  private static final long LARGEST = Integer.MAX_VALUE - 8L;

  private final ZipFile zip;
  private final String folder;

  private TorchArchive(ZipFile zip, String folder) {
    this.zip = zip;
    this.folder = folder;
  }

  /**
   * Opens the archive.
   *
   * @throws IOException if the file is no zip archive or not one of PyTorch
   */
  static TorchArchive open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    Optional<String> data =
        zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(MARKER)).findFirst();
    if (data.isEmpty()) {
      zip.close();
      throw new IOException("no data.pkl in the archive");
    }
    String name = data.get();
    return new TorchArchive(zip, name.substring(0, name.length() - MARKER.length() + 1));
  }

  /** The names of the entries, sorted. */
  List<String> names() {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(folder))
        .map(name -> name.substring(folder.length()))
        .sorted()
        .toList();
  }

  /** The bytes of an entry, if there is one of this name. */
  Optional<byte[]> entry(String name) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.getSize() > LARGEST) {
      throw new IOException("entry " + name + " is too large: " + entry.getSize() + " bytes");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** The module that the archive holds, as its pickle describes it. */
  Object module() throws IOException {
    return Pickle.read(entry("data.pkl").orElseThrow(() -> new IOException("no data.pkl")));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close " + zip.getName(), e);
    }
  }
}
