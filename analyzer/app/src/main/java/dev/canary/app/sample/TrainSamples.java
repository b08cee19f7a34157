package dev.canary.app.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the shipped samples in a workspace: the models from their seeds, and suites, cases and
 * settings where they are not there yet.
 *
 * <p>The model of {@code digits} is copied, since no Java library writes TorchScript: the Python
 * program {@code train_digits.py} beside these sources makes it and its cases, once.
 */
public final class TrainSamples {
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private static final List<String> FILES =
      List.of(
          "canary.yaml",
          "credit-risk/suite.yaml",
          "credit-risk/cases.jsonl",
          "digits/suite.yaml",
          "digits/cases.jsonl",
          "digits/model.pt",
          "house-price/suite.yaml",
          "house-price/cases.jsonl");

  private TrainSamples() {}

  /** Makes the samples in the workspace given, by default the current folder. */
  public static void main(String[] arguments) throws IOException {
    Path workspace = Path.of(arguments.length > 0 ? arguments[0] : ".");
    into(workspace).forEach(file -> System.out.println("wrote " + file));
  }

  /**
   * Makes the samples below {@code canaries} in a workspace and tells which files were written.
   *
   * @throws IOException if one cannot be written
   */
  public static List<Path> into(Path workspace) throws IOException {
    Path canaries = workspace.resolve("canaries");
    List<Path> written = new ArrayList<>();
    for (String name : FILES) {
      Path file = canaries.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      if (!Files.exists(file)) {
        copy(name, file);
        written.add(file);
      }
    }
    TRIBUO.setLevel(Level.WARNING);
    Path credit = canaries.resolve("credit-risk/model.tribuo");
    CreditRisk.train(credit);
    Path house = canaries.resolve("house-price/model.onnx");
    HousePrice.train(house);
    written.addAll(List.of(credit, house));
    return written;
  }

  private static void copy(String name, Path file) throws IOException {
    try (InputStream resource = TrainSamples.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IOException("this build lacks the sample " + name);
      }
      Files.copy(resource, file);
    }
  }
}
