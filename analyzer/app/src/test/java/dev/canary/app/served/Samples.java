package dev.canary.app.served;

import java.nio.file.Path;
import java.util.List;

/** The models of this repository's own suites. */
final class Samples {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  static final Path HOUSE_PRICE = ROOT.resolve("canaries/house-price/model.onnx");
  static final Path DIGITS = ROOT.resolve("canaries/digits/model.pt");
  static final List<String> INPUTS =
      List.of("numeric=fp32[-1,6]", "rooms=int64[-1,1]", "district=string[-1,1]");

  private Samples() {}
}
