package dev.canary.bench;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.canary.suite.Case;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

/**
 * An engine called as a user without this product would: inputs at hand as Java arrays, answers
 * taken as Java arrays, one case a call.
 */
interface BareEngine extends AutoCloseable {
  /** Takes the inputs of a case out of their tensors, once. */
  Call prepare(Case golden);

  @Override
  void close() throws OrtException;

  /** One call of the engine. */
  interface Call {
    Object answer() throws OrtException;
  }

  /** The engine that a model's file asks for. */
  static BareEngine of(Path model) throws IOException, MalformedModelException, OrtException {
    String name = String.valueOf(model.getFileName());
    if (name.endsWith(".onnx")) {
      return new Onnx(model);
    }
    return name.endsWith(".pt") ? new Torch(model) : new Tribuo(model);
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.size()];
    IntStream.range(0, values.length).forEach(i -> values[i] = (float) tensor.doubleAt(i));
    return values;
  }

  private static long[] shape(Tensor tensor) {
    return Arrays.stream(tensor.shape()).asLongStream().toArray();
  }

  /** ONNX Runtime on one thread, as the product's target runs it. */
  final class Onnx implements BareEngine {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    Onnx(Path model) throws OrtException {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
    }

    @Override
    public Call prepare(Case golden) {
      Map<String, Feed> feeds = new HashMap<>();
      golden.input().tensors().forEach((name, tensor) -> feeds.put(name, feed(tensor)));
      return () -> run(feeds);
    }

    /** Makes the engine's tensor of a Java array. */
    private interface Feed {
      OnnxTensor tensor() throws OrtException;
    }

    private Feed feed(Tensor tensor) {
      long[] shape = shape(tensor);
      if (tensor.dtype() == DType.STRING) {
        String[] texts = tensor.texts().toArray(String[]::new);
        return () -> OnnxTensor.createTensor(environment, texts, shape);
      }
      if (tensor.dtype() == DType.INT64) {
        long[] longs = Arrays.stream(tensor.toDoubles()).mapToLong(value -> (long) value).toArray();
        return () -> OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
      }
      float[] floats = floats(tensor);
      return () -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
    }

    private Object run(Map<String, Feed> feeds) throws OrtException {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      try {
        for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
          inputs.put(feed.getKey(), feed.getValue().tensor());
        }
        try (OrtSession.Result result = session.run(inputs)) {
          return result.get(0).getValue();
        }
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }
  }

  /** PyTorch through DJL's own blocks. */
  final class Torch implements BareEngine {
    private final Model model = Model.newInstance("bench", "PyTorch");
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final ParameterStore parameters = new ParameterStore(manager, false);

    Torch(Path file) throws IOException, MalformedModelException {
      model.load(file.toAbsolutePath().resolveSibling(""), "model");
    }

    @Override
    public Call prepare(Case golden) {
      List<float[]> arrays = new ArrayList<>();
      List<Shape> shapes = new ArrayList<>();
      for (Tensor tensor : golden.input().tensors().values()) {
        arrays.add(floats(tensor));
        shapes.add(new Shape(shape(tensor)));
      }
      return () -> run(arrays, shapes);
    }

    private float[] run(List<float[]> arrays, List<Shape> shapes) {
      try (NDManager own = manager.newSubManager()) {
        NDList inputs = new NDList();
        for (int i = 0; i < arrays.size(); i++) {
          inputs.add(own.create(arrays.get(i), shapes.get(i)));
        }
        return model.getBlock().forward(parameters, inputs, false).get(0).toFloatArray();
      }
    }

    @Override
    public void close() {
      model.close();
      manager.close();
    }
  }

  /** Tribuo in the JVM. */
  final class Tribuo implements BareEngine {
    private final org.tribuo.Model<Label> model;

    Tribuo(Path file) throws IOException {
      model = org.tribuo.Model.deserializeFromFile(file).castModel(Label.class);
    }

    @Override
    public Call prepare(Case golden) {
      Map<String, Double> features = new HashMap<>();
      golden
          .input()
          .tensors()
          .forEach(
              (name, tensor) -> {
                boolean text = tensor.dtype() == DType.STRING;
                features.put(
                    text ? name + "@" + tensor.texts().get(0) : numeric(name),
                    text ? 1 : tensor.doubleAt(0));
              });
      String[] names = features.keySet().toArray(String[]::new);
      double[] values = features.values().stream().mapToDouble(Double::doubleValue).toArray();
      return () -> run(names, values);
    }

    private String numeric(String name) {
      return model.getFeatureIDMap().getID(name) < 0 ? name + "@value" : name;
    }

    private Object run(String[] names, double... values) {
      Prediction<Label> prediction =
          model.predict(new ArrayExample<>(LabelFactory.UNKNOWN_LABEL, names, values));
      return prediction.getOutputScores();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
