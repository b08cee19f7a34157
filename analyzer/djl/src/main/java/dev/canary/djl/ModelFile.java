package dev.canary.djl;

import dev.canary.target.LoadException;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;

/**
 * The file behind a target: known to be one, and to be still the same one later.
 *
 * @param path as the suite gives it
 * @param head its first bytes as hexadecimal digits: they tell its form
 * @param size in bytes, when it was opened
 * @param modified when it was written last, when it was opened
 */
record ModelFile(Path path, String head, long size, FileTime modified) {
  static final String ALLOWED =
      "allowed are ONNX models (.onnx) and TorchScript archives (.pt, written by torch.jit.save)";

  private static final int CHUNK = 1 << 20;

  /**
   * The file at this path.
   *
   * @throws LoadException if there is none, it is empty or cannot be read
   */
  static ModelFile of(Path path) throws LoadException {
    if (Files.isDirectory(path)) {
      throw new LoadException(path + ": a directory, not a model file; " + ALLOWED);
    }
    if (!Files.exists(path)) {
      throw new LoadException(path + ": no such file; " + ALLOWED);
    }
    try (InputStream in = Files.newInputStream(path)) {
      String head = HexFormat.of().formatHex(in.readNBytes(4));
      if (head.isEmpty()) {
        throw new LoadException(path + ": the file is empty; " + ALLOWED);
      }
      return new ModelFile(path, head, Files.size(path), Files.getLastModifiedTime(path));
    } catch (IOException e) {
      throw new LoadException(path + ": cannot be read: " + OneLine.of(e), e);
    }
  }

  /** True for the form that TorchScript archives have. */
  boolean isZip() {
    return head.startsWith("504b0304");
  }

  /** True when it starts as ONNX files do: with the field ir_version. */
  boolean looksLikeOnnx() {
    return head.startsWith("08");
  }

  /** The file's name without its suffix. */
  String name() {
    Path last = path.getFileName();
    String name = last == null ? path.toString() : last.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** True while nobody has written another file in its place. */
  boolean isUnchanged() {
    try {
      return Files.size(path) == size && Files.getLastModifiedTime(path).equals(modified);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * SHA-256 of the file, and of what belongs to it beside it, in order.
   *
   * @throws LoadException if one of them cannot be read
   */
  String digest(List<Path> parts) throws LoadException {
    Digest digest = new Digest();
    try {
      add(digest, path);
      for (Path part : parts) {
        add(digest, part);
      }
      if (!isUnchanged()) {
        throw new LoadException(path + ": replaced while it was being loaded; try again");
      }
    } catch (IOException e) {
      throw new LoadException(path + ": cannot be read: " + OneLine.of(e), e);
    }
    return digest.finish();
  }

  private static void add(Digest digest, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
        digest.add(chunk);
      }
    }
  }
}
