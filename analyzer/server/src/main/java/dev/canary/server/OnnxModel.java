package dev.canary.server;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ONNX model in ONNX Runtime: one thread, deterministic kernels, all graph optimisations. */
final class OnnxModel implements Model {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<Slot> inputs;
  private final List<Slot> outputs;
  private final Map<Datatype, OnnxCast> casts = new EnumMap<>(Datatype.class);
  private final AlignedMemory memory = new AlignedMemory();

  private OnnxModel(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    this.inputs = slots(session.getInputInfo().values());
    this.outputs = slots(session.getOutputInfo().values());
    for (Slot input : inputs) {
      if (OnnxCast.isNeeded(input.datatype()) && !casts.containsKey(input.datatype())) {
        casts.put(input.datatype(), OnnxCast.to(input.datatype(), environment));
      }
    }
  }

  static Model open(Path file) throws IOException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return new OnnxModel(environment, environment.createSession(file.toString(), options));
    } catch (OrtException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<Slot> slots(Collection<NodeInfo> nodes) {
    List<Slot> slots = new ArrayList<>();
    for (NodeInfo node : nodes) {
      OnnxValues.slot(node.getName(), node.getInfo()).ifPresent(slots::add);
    }
    return List.copyOf(slots);
  }

  @Override
  public String platform() {
    return "onnx_onnxv1";
  }

  @Override
  public List<Slot> inputs() {
    return inputs;
  }

  @Override
  public List<Slot> outputs() {
    return outputs;
  }

  @Override
  public List<Tensor> infer(List<Tensor> given) throws InferenceException {
    int bytes = 0;
    for (Tensor tensor : given) {
      bytes = Math.addExact(bytes, AlignedMemory.room(tensor.raw().remaining()));
    }
    ByteBuffer room = memory.take(bytes);
    try {
      return run(given, room);
    } catch (OrtException e) {
      throw new InferenceException(reason(e), String.valueOf(e.getMessage()));
    } finally {
      memory.giveBack(room);
    }
  }

  private List<Tensor> run(List<Tensor> given, ByteBuffer room)
      throws OrtException, InferenceException {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    List<Runnable> closings = new ArrayList<>();
    try {
      for (Tensor tensor : given) {
        OnnxCast cast = casts.get(tensor.datatype());
        if (cast == null) {
          OnnxTensor made = OnnxValues.feed(environment, tensor, room);
          closings.add(made::close);
          fed.put(tensor.name(), made);
        } else {
          OrtSession.Result made = cast.tensor(tensor);
          closings.add(made::close);
          fed.put(tensor.name(), (OnnxTensor) made.get(0));
        }
      }
      return run(fed);
    } finally {
      closings.forEach(Runnable::run);
    }
  }

  private List<Tensor> run(Map<String, OnnxTensor> fed) throws OrtException, InferenceException {
    try (OrtSession.Result result = session.run(fed)) {
      List<Tensor> answer = new ArrayList<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        answer.addAll(OnnxValues.read(output.getKey(), output.getValue()));
      }
      return answer;
    }
  }

  // What the runtime's Java part refuses before the model runs has the code UNKNOWN.
  private static InferenceException.Reason reason(OrtException e) {
    return switch (e.getCode()) {
      case ORT_JAVA_UNKNOWN, ORT_INVALID_ARGUMENT -> InferenceException.Reason.BAD_REQUEST;
      default -> InferenceException.Reason.FAILED;
    };
  }

  @Override
  public void close() {
    try {
      session.close();
      for (OnnxCast cast : casts.values()) {
        cast.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a session", e);
    }
  }
}
