package dev.canary.djl;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the runtime's tensors, bit for bit.
 *
 * <p>Text goes through the runtime's Java binding in both directions: characters beyond U+FFFF
 * reach the model as two surrogates of three bytes each, and come back from there as they were.
 */
final class OnnxArrays {
  private OnnxArrays() {}

  static Tensor tensor(String name, OnnxTensor tensor) throws OrtException, PredictionException {
    TensorInfo info = tensor.getInfo();
    OnnxElement element =
        OnnxElement.of(info.onnxType)
            .orElseThrow(
                () ->
                    new PredictionException(
                        Reason.MODEL_ERROR,
                        "output " + name + " is " + info.onnxType + ", which cannot be kept"));
    int[] shape = shape(name, info);
    if (element == OnnxElement.STRING) {
      return Tensor.ofTexts(shape, texts(tensor));
    }
    return Tensor.ofBytes(element.held(), shape, bytes(tensor));
  }

  private static int[] shape(String name, TensorInfo info) throws PredictionException {
    long[] dimensions = info.getShape();
    int[] shape = new int[dimensions.length];
    for (int i = 0; i < shape.length; i++) {
      if (dimensions[i] > Integer.MAX_VALUE) {
        throw new PredictionException(
            Reason.MODEL_ERROR, "output " + name + " is too large: " + info);
      }
      shape[i] = (int) dimensions[i];
    }
    return shape;
  }

  // Of an empty tensor the runtime hands out no memory at all.
  private static byte[] bytes(OnnxTensor tensor) {
    if (tensor.getInfo().getNumElements() == 0) {
      return new byte[0];
    }
    return LittleEndian.rest(tensor.getByteBuffer());
  }

  private static List<String> texts(OnnxTensor tensor) throws OrtException {
    List<String> texts = new ArrayList<>();
    if (tensor.getInfo().getNumElements() > 0) {
      flatten(tensor.getValue(), texts);
    }
    return texts;
  }

  private static void flatten(Object value, List<String> texts) {
    if (value instanceof Object[] values) {
      for (Object item : values) {
        flatten(item, texts);
      }
    } else {
      texts.add((String) value);
    }
  }
}
