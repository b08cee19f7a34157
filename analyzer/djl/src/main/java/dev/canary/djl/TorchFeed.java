package dev.canary.djl;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of one argument's tensors into PyTorch: memory that is kept from case to case, and a view
 * on it that is kept as long as type and shape stay.
 */
final class TorchFeed {
  private final AlignedBuffer buffer = new AlignedBuffer();
  private @Nullable PtNDArray view;
  private DType dtype = DType.FP32;
  private int[] shape = {};

  /** A copy in PyTorch's own memory: a module may keep it, and the memory here serves the next. */
  PtNDArray copyOf(Tensor tensor, PtNDManager manager) {
    ByteBuffer bytes = tensor.bytes();
    ByteBuffer room = buffer.room(bytes.remaining());
    room.put(bytes).flip();
    int[] found = tensor.shape();
    PtNDArray current = view;
    if (current == null || dtype != tensor.dtype() || !Arrays.equals(shape, found)) {
      if (current != null) {
        current.close();
      }
      dtype = tensor.dtype();
      shape = found;
      current = view(room, manager);
      view = current;
    }
    return (PtNDArray) current.duplicate();
  }

  private PtNDArray view(ByteBuffer room, PtNDManager manager) {
    long[] sizes = Arrays.stream(shape).asLongStream().toArray();
    return JniUtils.createNdFromByteBuffer(
        manager,
        room,
        new Shape(sizes),
        type(dtype).orElseThrow(),
        SparseFormat.DENSE,
        Device.cpu());
  }

  /** DJL's name of a type; it has none for some of those that PyTorch has, so they are not fed. */
  static Optional<DataType> type(DType dtype) {
    return switch (dtype) {
      case FP64 -> Optional.of(DataType.FLOAT64);
      case FP32 -> Optional.of(DataType.FLOAT32);
      case FP16 -> Optional.of(DataType.FLOAT16);
      case INT64 -> Optional.of(DataType.INT64);
      case INT32 -> Optional.of(DataType.INT32);
      case INT8 -> Optional.of(DataType.INT8);
      case UINT8 -> Optional.of(DataType.UINT8);
      case BOOL -> Optional.of(DataType.BOOLEAN);
      case BF16, INT16, UINT64, UINT32, UINT16, STRING -> Optional.empty();
    };
  }
}
