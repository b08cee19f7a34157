package dev.canary.djl;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Signature;
import dev.canary.tensor.DType;
import dev.canary.tensor.Lossless;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One declared input: what it takes, and the memory through which it is fed. */
final class OnnxSlot implements AutoCloseable {
  private final String name;
  private final String type;
  private final Optional<OnnxElement> element;
  private final long[] shape;
  private final AlignedBuffer buffer = new AlignedBuffer();
  private @Nullable OnnxUnsigned unsigned;

  private OnnxSlot(String name, String type, Optional<OnnxElement> element, long[] shape) {
    this.name = name;
    this.type = type;
    this.element = element;
    this.shape = shape;
  }

  static OnnxSlot of(NodeInfo node) {
    String name = node.getName();
    if (node.getInfo() instanceof TensorInfo tensor) {
      Optional<OnnxElement> element = OnnxElement.of(tensor.onnxType);
      long[] shape = tensor.getShape();
      String type = element.map(e -> e.held().label()).orElse(tensor.onnxType.name());
      return new OnnxSlot(name, type + Arrays.toString(shape), element, shape);
    }
    return new OnnxSlot(name, node.getInfo().toString(), Optional.empty(), new long[0]);
  }

  /** Name, type and shape, for example {@code input: fp32[-1, 4]}; -1 is any size. */
  String declaration() {
    return name + ": " + type;
  }

  /** The same for whoever writes a case: with the type that a case holds such elements as. */
  Signature.Slot told() {
    return Signature.Slot.of(
        name, element.map(OnnxElement::held), Optional.of(Arrays.stream(shape).boxed().toList()));
  }

  /** Adds the case's tensor to the feed. */
  void fill(Tensor given, OnnxFeed feed) throws PredictionException, OrtException {
    OnnxElement kind = element.orElseThrow(() -> bad(given, "no such value can be fed"));
    Tensor tensor = fitting(given, kind);
    long[] dimensions = dimensions(given);
    OrtEnvironment environment = OnnxRuntimeSetup.environment();
    switch (kind) {
      case STRING -> {
        String[] texts = tensor.texts().toArray(String[]::new);
        feed.add(name, OnnxTensor.createTensor(environment, texts, dimensions));
      }
      case UINT16, UINT32, UINT64 -> feed.add(name, cast(tensor, kind, dimensions));
      case FLOAT, UINT8, INT8, INT16, INT32, INT64, BOOL, FLOAT16, DOUBLE, BFLOAT16 -> {
        ByteBuffer room = buffer.room(kind.bytes(tensor.size())).put(tensor.bytes());
        feed.add(name, numbers(room, kind, dimensions));
      }
    }
  }

  private static OnnxTensor numbers(ByteBuffer room, OnnxElement kind, long[] dimensions)
      throws OrtException {
    return OnnxTensor.createTensor(
        OnnxRuntimeSetup.environment(), room.flip(), dimensions, kind.feed());
  }

  private OrtSession.Result cast(Tensor tensor, OnnxElement kind, long[] dimensions)
      throws OrtException {
    OnnxUnsigned maker = unsigned;
    if (maker == null) {
      maker = new OnnxUnsigned(kind);
      unsigned = maker;
    }
    OnnxElement wide = OnnxUnsigned.signed(kind);
    ByteBuffer room = buffer.room(wide.bytes(tensor.size()));
    OnnxUnsigned.widen(tensor, room);
    try (OnnxTensor signed = numbers(room, wide, dimensions)) {
      return maker.cast(signed);
    }
  }

  private Tensor fitting(Tensor given, OnnxElement kind) throws PredictionException {
    if (given.dtype() != kind.held() && !isBareNumber(given)) {
      throw bad(given, "the type differs");
    }
    return Lossless.as(kind.held(), given)
        .orElseThrow(() -> bad(given, "it does not hold this value exactly"));
  }

  private static boolean isBareNumber(Tensor tensor) {
    return tensor.shape().length == 0
        && (tensor.dtype() == DType.INT64 || tensor.dtype() == DType.FP64);
  }

  // A declared shape without dimensions is a scalar or unknown: to the runtime both are any shape.
  private long[] dimensions(Tensor given) throws PredictionException {
    int[] found = given.shape();
    long[] dimensions = new long[found.length];
    for (int i = 0; i < found.length; i++) {
      dimensions[i] = found[i];
    }
    if (shape.length > 0 && !matches(dimensions)) {
      throw bad(given, "the shape differs");
    }
    return dimensions;
  }

  private boolean matches(long[] dimensions) {
    if (dimensions.length != shape.length) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] >= 0 && shape[i] != dimensions[i]) {
        return false;
      }
    }
    return true;
  }

  private PredictionException bad(Tensor given, String why) {
    return new PredictionException(
        Reason.BAD_INPUT,
        "input %s: found %s, the model declares %s: %s".formatted(name, given, type, why));
  }

  @Override
  public void close() {
    OnnxUnsigned maker = unsigned;
    if (maker != null) {
      maker.close();
    }
  }
}
