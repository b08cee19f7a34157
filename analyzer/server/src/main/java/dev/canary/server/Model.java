package dev.canary.server;

import java.util.List;

/** Something that answers tensors with tensors; called from several threads at once. */
public interface Model extends AutoCloseable {

  /** What the protocol calls the platform, for example {@code onnx_onnxv1}. */
  String platform();

  /** The inputs as declared; none where the format declares none. */
  default List<Slot> inputs() {
    return List.of();
  }

  /** The outputs as declared; none where the format declares none. */
  default List<Slot> outputs() {
    return List.of();
  }

  /** Every output, in the model's own order. */
  List<Tensor> infer(List<Tensor> inputs) throws InferenceException;

  @Override
  void close();

  /**
   * A model that gives every input back as the output of the same name, bit for bit, whatever its
   * datatype.
   */
  static Model echo() {
    return new EchoModel();
  }
}
