package dev.canary.baseline;

import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses captures that cannot be paired: outputs that come and go or change type, shape or the
 * names of their classes. Outputs that the suite does not declare may do as they like.
 */
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
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (List<Output> capture : answers) {
      for (int i = 0; i < capture.size(); i++) {
        String id = suite.cases().get(i).id();
        compare(id, shapes(suite, answers.get(0).get(i)), shapes(suite, capture.get(i)));
        checkClasses(id, suite, capture.get(i), classes);
      }
    }
  }

  /** Refuses captures that cannot be paired with those a baseline already holds. */
  static void check(Suite suite, List<List<Output>> answers, Baseline baseline)
      throws CaptureException {
    for (int i = 0; i < suite.cases().size(); i++) {
      Map<String, String> before = new LinkedHashMap<>();
      int position = i;
      baseline
          .outputs()
          .forEach(
              (name, output) ->
                  output.centre().get(position).ifPresent(t -> before.put(name, t.toString())));
      compare(suite.cases().get(i).id(), before, shapes(suite, answers.get(0).get(i)));
    }
  }

  private static void compare(String id, Map<String, String> expected, Map<String, String> found)
      throws CaptureException {
    if (!expected.equals(found)) {
      throw new CaptureException(
          "case %s answers in different shapes: %s and %s".formatted(id, expected, found));
    }
  }

  private static Map<String, String> shapes(Suite suite, Output output) {
    Map<String, String> shapes = new LinkedHashMap<>();
    output
        .tensors()
        .forEach(
            (name, tensor) ->
                suite.specOf(name).ifPresent(spec -> shapes.put(name, tensor.toString())));
    return shapes;
  }

  /** A column must mean the same class everywhere, or pairing columns would compare classes. */
  private static void checkClasses(
      String id, Suite suite, Output output, Map<String, List<String>> classes)
      throws CaptureException {
    for (Map.Entry<String, Tensor> entry : output.tensors().entrySet()) {
      if (suite.specOf(entry.getKey()).isPresent() && entry.getValue().size() > 0) {
        List<String> found = output.classes().getOrDefault(entry.getKey(), List.of());
        List<String> first =
            Optional.ofNullable(classes.putIfAbsent(entry.getKey(), found)).orElse(found);
        if (!first.equals(found)) {
          throw new CaptureException(
              "case %s names the classes of \"%s\" %s, where others name them %s"
                  .formatted(id, entry.getKey(), found, first));
        }
      }
    }
  }
}
