package dev.canary.baseline;

import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Refuses captures that cannot be paired: outputs that come and go or change type or shape. */
final class CaptureShape {
  private CaptureShape() {}

  /** A data-dependent count is legal: it must only be the same in every capture of one case. */
  static void check(Suite suite, List<List<Output>> answers) throws CaptureException {
    for (String declared : suite.outputs().keySet()) {
      Map<String, Tensor> given = answers.get(0).get(0).tensors();
      if (!given.containsKey(declared)) {
        throw new CaptureException(
            "the model gives no output \"%s\"; it gives %s"
                .formatted(declared, String.join(", ", given.keySet())));
      }
    }
    for (List<Output> capture : answers) {
      for (int i = 0; i < capture.size(); i++) {
        String expected = answers.get(0).get(i).tensors().toString();
        String found = capture.get(i).tensors().toString();
        if (!expected.equals(found)) {
          throw new CaptureException(
              "case %s answers in different shapes: %s and %s"
                  .formatted(suite.cases().get(i).id(), expected, found));
        }
      }
    }
  }
}
