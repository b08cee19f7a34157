package dev.canary.djl;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Short words for the tests: open a model, make a case. */
final class Models {
  private Models() {}

  static TargetSpec spec(Path model) {
    return TargetSpec.of("djl", model);
  }

  static TargetSpec spec(Path model, List<String> inputs, Reset reset) {
    return new TargetSpec(
        "djl", new Place.File(model), Optional.empty(), Optional.empty(), inputs, reset, Map.of());
  }

  static Target open(TargetSpec spec) throws LoadException {
    return new DjlTargetProvider().open(spec);
  }

  static Target open(Path model) throws LoadException {
    return open(spec(model));
  }

  static Case golden(Map<String, Tensor> tensors) {
    return Case.of("golden", Input.of(tensors));
  }

  /** A tensor for each of the names, which commas part, in this order. */
  static Case golden(String names, Tensor... tensors) {
    String[] each = names.split(", ", -1);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < each.length; i++) {
      inputs.put(each[i], tensors[i]);
    }
    return golden(inputs);
  }

  /** The answer of a model with a single output. */
  static Tensor answer(Target target, Case golden) throws PredictionException {
    return tensor(target.predict(golden), "output");
  }

  static Tensor tensor(Output output, String name) {
    return Objects.requireNonNull(output.tensors().get(name), name);
  }

  static Tensor floats(float... values) {
    return Tensor.ofFloats(new int[] {values.length}, values);
  }

  static Tensor row(float... values) {
    return Tensor.ofFloats(new int[] {1, values.length}, values);
  }

  /** Bytes as two digits each, with a blank between them. */
  static Tensor hex(DType dtype, int[] shape, String bytes) {
    return Tensor.ofBytes(dtype, shape, HexFormat.ofDelimiter(" ").parseHex(bytes));
  }

  static Tensor whole(long value) {
    return Tensor.ofLongs(new int[0], value);
  }

  static Tensor number(double value) {
    return Tensor.ofDoubles(new int[0], value);
  }

  static Tensor flag(boolean value) {
    return Tensor.ofBooleans(new int[0], value);
  }

  static Tensor text(String value) {
    return Tensor.ofTexts(new int[0], List.of(value));
  }

  /** A small TorchScript file made by src/test/python/make_torchscript.py. */
  static Path torchscript(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Models.class.getResource("/torchscript/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
