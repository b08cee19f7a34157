package dev.canary.server;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript module in PyTorch: CPU, one thread, evaluation mode, no graph optimiser, which
 * would change bits after the first calls.
 *
 * <p>One call at a time, since a module may keep state. The format declares no datatypes and no
 * shapes, so the metadata are empty.
 */
final class TorchModel implements Model {
  private static final String[] NO_EXTRA_FILES = {};

  private final PtNDManager manager;
  private final PtSymbolBlock module;
  private final List<TorchArgument> arguments;
  private final AlignedMemory memory = new AlignedMemory();

  private TorchModel(PtNDManager manager, PtSymbolBlock module, List<TorchArgument> arguments) {
    this.manager = manager;
    this.module = module;
    this.arguments = arguments;
  }

  static Model open(Path file) throws IOException {
    // Before DJL's first class: it would report usage, download, and take every core.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(manager, file, true, NO_EXTRA_FILES, NO_EXTRA_FILES, false);
      JniUtils.enableInferenceMode(module);
      return new TorchModel(manager, module, TorchArgument.of(file));
    } catch (EngineException e) {
      manager.close();
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String platform() {
    return "pytorch_libtorch";
  }

  @Override
  public synchronized List<Tensor> infer(List<Tensor> given) throws InferenceException {
    // A setting of the thread.
    JniUtils.setGraphExecutorOptimize(false);
    List<IValue> fed = new ArrayList<>();
    try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
      List<Tensor> ordered = ordered(given);
      for (int i = 0; i < ordered.size(); i++) {
        String type = i < arguments.size() ? arguments.get(i).type() : "Tensor";
        fed.add(argument(type, ordered.get(i), scope));
      }
      IValue answer = IValueUtils.runMethod(module, "forward", fed.toArray(IValue[]::new));
      return new TorchAnswer(scope).read(answer);
    } catch (EngineException e) {
      throw new InferenceException(reason(e), String.valueOf(e.getMessage()));
    } finally {
      fed.forEach(IValue::close);
    }
  }

  /** By the names of the arguments, where the module tells them and the request has them all. */
  private List<Tensor> ordered(List<Tensor> given) {
    Map<String, Tensor> byName = new HashMap<>();
    given.forEach(tensor -> byName.put(tensor.name(), tensor));
    List<Tensor> ordered = new ArrayList<>();
    for (TorchArgument argument : arguments) {
      Tensor tensor = byName.get(argument.name());
      if (tensor != null) {
        ordered.add(tensor);
      }
    }
    return ordered.size() == given.size() ? ordered : given;
  }

  private IValue argument(String type, Tensor tensor, PtNDManager scope) throws InferenceException {
    boolean isBare = tensor.raw().remaining() == tensor.datatype().width();
    if (isBare && type.equals("int") && tensor.datatype() == Datatype.INT64) {
      return IValue.from(tensor.raw().getLong());
    }
    if (isBare && type.equals("float") && tensor.datatype() == Datatype.FP64) {
      return IValue.from(tensor.raw().getDouble());
    }
    if (isBare && type.equals("bool") && tensor.datatype() == Datatype.BOOL) {
      return IValue.from(tensor.raw().get() != 0);
    }
    return IValue.from(array(tensor, scope));
  }

  /** Copied into PyTorch's own memory: a module may keep it. */
  private PtNDArray array(Tensor tensor, PtNDManager scope) throws InferenceException {
    DataType type = type(tensor);
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    ByteBuffer raw = tensor.raw();
    ByteBuffer room = memory.take(AlignedMemory.room(raw.remaining()));
    try (PtNDArray view =
        JniUtils.createNdFromByteBuffer(
            scope,
            AlignedMemory.fill(room, raw),
            new Shape(shape),
            type,
            SparseFormat.DENSE,
            Device.cpu())) {
      return (PtNDArray) view.duplicate();
    } finally {
      memory.giveBack(room);
    }
  }

  private static DataType type(Tensor tensor) throws InferenceException {
    return switch (tensor.datatype()) {
      case BOOL -> DataType.BOOLEAN;
      case UINT8 -> DataType.UINT8;
      case INT8 -> DataType.INT8;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case FP16 -> DataType.FLOAT16;
      case FP32 -> DataType.FLOAT32;
      case FP64 -> DataType.FLOAT64;
      case UINT16, UINT32, UINT64, INT16, BF16, BYTES ->
          throw InferenceException.badRequest(
              "input " + tensor.name() + ": DJL takes no tensor of " + tensor.datatype());
    };
  }

  // Only the arguments' number and types are declared, and checked before the module runs.
  private static InferenceException.Reason reason(EngineException e) {
    return String.valueOf(e.getMessage()).contains("Declaration: forward(")
        ? InferenceException.Reason.BAD_REQUEST
        : InferenceException.Reason.FAILED;
  }

  @Override
  public synchronized void close() {
    module.close();
    manager.close();
  }
}
