package dev.canary.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A model, and the name and version it is served under.
 *
 * @param name letters, digits, {@code . _ -}: it stands in paths
 * @param version a positive whole number, as Triton and TensorFlow Serving have it
 * @param source opened once each time the model is served
 */
public record ServedModel(String name, String version, Source source) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  /** Where a model comes from. */
  @FunctionalInterface
  public interface Source {
    Model open() throws IOException;
  }

  /**
   * Checks name and version.
   *
   * @throws IllegalArgumentException if one of them cannot stand in a path
   */
  public ServedModel {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("model name " + name + "; allowed is " + NAME);
    }
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "version " + version + " of " + name + "; allowed are whole numbers from 1");
    }
  }

  /** A model file: {@code .onnx} for ONNX Runtime, {@code .pt} for PyTorch. */
  public static ServedModel of(String name, String version, Path file) {
    return new ServedModel(name, version, () -> ModelFile.open(file));
  }

  /** Version 1 of a model file, under the file's name or, for {@code model.*}, its folder's. */
  public static ServedModel of(Path file) {
    return of(ModelFile.name(file), "1", file);
  }

  /** A model that gives every input back: see {@link Model#echo()}. */
  public static ServedModel echo(String name) {
    return new ServedModel(name, "1", Model::echo);
  }

  /** The same model under another version. */
  public ServedModel as(String otherVersion) {
    return new ServedModel(name, otherVersion, source);
  }
}
