package dev.canary.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.canary.suite.Case;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What a target adds to the engine's own call, per case, for a model that hands back 1 KiB.
 *
 * <p>The bare call runs the engine on a tensor that is already there and leaves the answer where it
 * is; a target copies the case in and the answer out. Run by hand: {@code main} prints the median
 * of some batches in microseconds.
 */
final class ReplayOverhead {
  private static final int SIZE = 256;
  private static final int CALLS = 20_000;
  private static final int BATCHES = 11;

  private ReplayOverhead() {}

  /** Prints four lines. */
  public static void main(String[] arguments) throws Exception {
    Case golden = Models.golden("x", Tensor.ofFloats(new int[] {SIZE}, new float[SIZE]));
    Path folder = Files.createTempDirectory("overhead");
    onnx(
        OnnxModels.write(
            folder.resolve("identity.onnx"), OnnxModels.identity(OnnxElement.FLOAT, SIZE)),
        golden);
    torch(Models.torchscript("types.pt"), golden);
  }

  private static void onnx(Path model, Case golden) throws Exception {
    try (OrtSession session = OnnxRuntimeSetup.session(model);
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                OnnxRuntimeSetup.environment(),
                FloatBuffer.wrap(new float[SIZE]),
                new long[] {SIZE})) {
      Map<String, OnnxTensor> inputs = Map.of("x", tensor);
      print(
          "ONNX bare",
          () -> {
            session.run(inputs).close();
            return 0;
          });
    }
    try (Target target = Models.open(model)) {
      print("ONNX target", () -> target.predict(golden));
    }
  }

  private static void torch(Path model, Case golden) throws Exception {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      PtSymbolBlock module = TorchRuntime.load((PtNDManager) manager, model);
      TorchRuntime.disableGraphOptimizer();
      IValue x = IValue.from((PtNDArray) manager.zeros(new Shape(SIZE)));
      print(
          "TorchScript bare",
          () -> {
            IValueUtils.runMethod(module, "forward", x).close();
            return 0;
          });
    }
    try (Target target = Models.open(model)) {
      print("TorchScript target", () -> target.predict(golden));
    }
  }

  private static void print(String name, Callable<?> call) throws Exception {
    double[] micros = new double[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        call.call();
      }
      micros[batch] = (System.nanoTime() - start) / 1e3 / CALLS;
    }
    Arrays.sort(micros);
    System.out.printf("%-20s %6.2f us (least %.2f)%n", name, micros[BATCHES / 2], micros[0]);
  }
}
