package dev.canary.app.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a suite needs to know of a model: its kind, what it takes, what it gives.
 *
 * @param suite the name of the suite made for it
 * @param file below {@code models} of the collection
 * @param target the keys under {@code target} besides the file
 * @param outputs {@code output:} or {@code outputs:} of suite.yaml
 * @param repeats how many captures
 * @param cases the inputs of each case, in JSON
 */
record RealModel(
    String suite, String file, String target, String outputs, int repeats, List<String> cases) {
  /** Enough for bit-stable cases over two loads; more would test nothing more of a large model. */
  private static final int FEW = 6;

  private static final int USUAL = 26;

  /** An ONNX model of one suite: so many cases of these inputs. */
  static RealModel onnx(String file, String outputs, int cases, Slot... inputs) {
    return generated("onnx/" + file + ".onnx", "type: djl", outputs, cases, inputs);
  }

  /** A TorchScript model. */
  static RealModel torch(String file, String outputs, int cases, Slot... inputs) {
    return generated("torchscript/" + file + ".pt", "type: djl", outputs, cases, inputs);
  }

  private static RealModel generated(
      String file, String target, String outputs, int cases, Slot... inputs) {
    List<String> lines = new ArrayList<>();
    Random random = new Random(file.hashCode());
    for (int i = 0; i < cases; i++) {
      List<String> values = new ArrayList<>();
      for (Slot slot : inputs) {
        values.add(slot.json(i, random));
      }
      lines.add(String.join(",", values));
    }
    return new RealModel(name(file), file, target, outputs, FEW, lines);
  }

  /** A Tribuo model with the features A to D, or the first of them. */
  static RealModel tribuo(String file, String outputs) {
    List<String> cases =
        List.of(
            "\"A\":1.5,\"B\":0.5,\"C\":1.0,\"D\":-1.2",
            "\"A\":-1.9,\"B\":5.1235,\"C\":-1.5,\"D\":15.0",
            "\"A\":0,\"B\":0,\"C\":0,\"D\":0",
            "\"A\":1e9,\"B\":-1e9",
            "\"A\":1.2,\"B\":null,\"C\":1.5,\"D\":null",
            "\"A\":1.2,\"B\":0.25,\"neverSeen\":3,\"colour\":\"green\"",
            "\"B\":4.9e-324,\"A\":-0.0");
    return new RealModel(file, "tribuo/" + file + ".tribuo", "type: tribuo", outputs, USUAL, cases);
  }

  /** The same model under another suite, with other declared outputs. */
  RealModel declaring(String otherSuite, String otherOutputs) {
    return new RealModel(otherSuite, file, target, otherOutputs, repeats, cases);
  }

  /** The same with more under {@code target}. */
  RealModel targeting(String more) {
    return new RealModel(suite, file, target + ", " + more, outputs, repeats, cases);
  }

  /** The same with the number of captures that a suite has by default. */
  RealModel repeated() {
    return new RealModel(suite, file, target, outputs, USUAL, cases);
  }

  /** The same with other cases. */
  RealModel of(List<String> others) {
    return new RealModel(suite, file, target, outputs, repeats, others);
  }

  private static String name(String file) {
    return file.replaceAll(".*/|[.].*", "") + (file.endsWith(".pt") ? "_pt" : "");
  }

  @Override
  public String toString() {
    return suite;
  }
}
