package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Slices;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pairs of label and score for each example, as TensorFlow Serving's {@code classify} answers them.
 *
 * <p>{@code scores} are fp32, as in the server (apis/classification.proto); where every example has
 * the same labels, each once, they stand sorted by label. {@code labels} keep the server's order. A
 * label is empty where the model has none.
 */
final class TfClassification {
  private TfClassification() {}

  static Outputs add(Outputs outputs, Json examples) throws PredictionException {
    List<Tensor> scores = new ArrayList<>();
    List<Tensor> labels = new ArrayList<>();
    List<Map<String, Tensor>> byLabel = new ArrayList<>();
    for (Json example : examples.elements()) {
      List<String> names = new ArrayList<>();
      List<Tensor> row = new ArrayList<>();
      Map<String, Tensor> sorted = new TreeMap<>();
      for (Json pair : example.elements()) {
        names.add(label(pair));
        row.add(Outputs.number("scores", DType.FP32, pair.elements().get(1)));
        sorted.put(names.get(names.size() - 1), row.get(row.size() - 1));
      }
      labels.add(Tensor.ofTexts(new int[] {names.size()}, names));
      scores.add(row.isEmpty() ? Tensor.ofFloats(new int[1]) : Slices.stack(row));
      byLabel.add(sorted);
    }
    return put(outputs, scores, labels, byLabel);
  }

  private static Outputs put(
      Outputs outputs, List<Tensor> scores, List<Tensor> labels, List<Map<String, Tensor>> byLabel)
      throws PredictionException {
    int[] shape = scores.isEmpty() ? new int[1] : scores.get(0).shape();
    for (int i = 0; i < scores.size(); i++) {
      if (scores.get(i).shape()[0] != shape[0]) {
        throw bad(
            "example %d has %d classes where the first has %d"
                .formatted(i, scores.get(i).shape()[0], shape[0]));
      }
    }
    List<String> names = byLabel.isEmpty() ? List.of() : List.copyOf(byLabel.get(0).keySet());
    boolean named =
        names.size() == shape[0]
            && !names.isEmpty()
            && byLabel.stream().allMatch(row -> row.keySet().equals(byLabel.get(0).keySet()));
    if (named) {
      outputs.put(
          "scores",
          Slices.stack(
              byLabel.stream().map(row -> Slices.stack(List.copyOf(row.values()))).toList()));
      outputs.name("scores", names);
    } else if (!scores.isEmpty()) {
      outputs.put("scores", Slices.stack(scores));
    }
    return labels.isEmpty() ? outputs : outputs.put("labels", Slices.stack(labels));
  }

  private static String label(Json pair) throws PredictionException {
    List<Json> both = pair.elements();
    if (both.size() != 2 || both.get(0).text().isEmpty()) {
      throw bad("a class is %s where a label and a score belong".formatted(pair.found()));
    }
    return both.get(0).text().get();
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_ANSWER, message);
  }
}
