package dev.canary.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Chooses the engine of a model file. */
final class ModelFile {
  private ModelFile() {}

  static Model open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": there is no such file");
    }
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".onnx")) {
      return OnnxModel.open(file);
    }
    if (name.endsWith(".pt")) {
      return TorchModel.open(file);
    }
    throw new IOException(file + ": allowed are .onnx and .pt");
  }

  static String name(Path file) {
    String own = stem(file);
    Path folder = file.toAbsolutePath().getParent();
    return own.equals("model") && folder != null && folder.getFileName() != null
        ? folder.getFileName().toString()
        : own;
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
