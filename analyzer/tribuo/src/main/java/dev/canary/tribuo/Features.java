package dev.canary.tribuo;

import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/** A case's input as Tribuo's features, by the rules told at {@link TribuoProvider}. */
final class Features {
  private static final String JOINER = "@";
  private static final String NUMBER = "@value";

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Predicate<String> known;

  private Features(Predicate<String> known) {
    this.known = known;
  }

  /**
   * The features of an input; its nulls give none.
   *
   * @param known whether the model knows a feature of this name
   * @throws PredictionException BAD_INPUT if a tensor is no feature or a feature is given twice
   */
  static Features of(Input input, Predicate<String> known) throws PredictionException {
    Features features = new Features(known);
    for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
      features.add(entry.getKey(), entry.getValue());
    }
    return features;
  }

  private void add(String name, Tensor tensor) throws PredictionException {
    int[] shape = tensor.shape();
    if (shape.length == 0 && tensor.dtype() == DType.STRING) {
      put(name + JOINER + tensor.texts().get(0), 1);
    } else if (shape.length == 0) {
      put(numeric(name), tensor.doubleAt(0));
    } else if (isVector(shape) && tensor.dtype() != DType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        put(name + "-" + i, tensor.doubleAt(i));
      }
    } else {
      throw new PredictionException(
          Reason.BAD_INPUT,
          "input %s is %s: a Tribuo model takes scalars and vectors of numbers"
              .formatted(name, tensor));
    }
  }

  private static boolean isVector(int[] shape) {
    return shape.length == 1 || (shape.length == 2 && shape[0] == 1);
  }

  private String numeric(String name) {
    return !known.test(name) && known.test(name + NUMBER) ? name + NUMBER : name;
  }

  private void put(String feature, double value) throws PredictionException {
    if (values.put(feature, value) != null) {
      throw new PredictionException(
          Reason.BAD_INPUT, "the input gives one feature twice: " + feature);
    }
  }

  /** The example to predict for; its output is only a placeholder. */
  <T extends Output<T>> Example<T> example(T placeholder) {
    String[] names = values.keySet().toArray(String[]::new);
    double[] numbers = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    return new ArrayExample<>(placeholder, names, numbers);
  }

  /** The number of features. */
  int size() {
    return values.size();
  }

  /** True if the model knows none of the features. */
  boolean allUnknown() {
    return values.keySet().stream().noneMatch(known);
  }

  /** The name of a feature that the model knows and whose value is NaN. */
  Optional<String> notANumber() {
    return values.entrySet().stream()
        .filter(entry -> Double.isNaN(entry.getValue()) && known.test(entry.getKey()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
