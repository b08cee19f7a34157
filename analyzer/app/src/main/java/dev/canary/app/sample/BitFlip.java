package dev.canary.app.sample;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Does to a model file what a bad memory cell does: flips one bit of one weight. */
public final class BitFlip {
  /** The sign of the exponent's leading bit decides between a tiny and a huge weight. */
  private static final int HIGHEST_EXPONENT_BIT = 0x40;

  private BitFlip() {}

  /**
   * Flips the highest exponent bit of one fp32 weight in the largest initialiser of an ONNX file.
   *
   * @return which weight it was, in words
   * @throws IOException if the file is no ONNX file with raw fp32 weights
   */
  public static String inOnnx(Path file) throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    List<TensorProto> weights = model.getGraph().getInitializerList();
    int largest =
        IntStream.range(0, weights.size())
            .boxed()
            .max(Comparator.comparingInt(i -> weights.get(i).getRawData().size()))
            .orElseThrow(() -> new IOException(file + " has no weights"));
    TensorProto tensor = weights.get(largest);
    byte[] raw = tensor.getRawData().toByteArray();
    if (raw.length < Float.BYTES) {
      throw new IOException(file + " has no raw weights");
    }
    int weight = raw.length / Float.BYTES / 2;
    raw[weight * Float.BYTES + 3] ^= HIGHEST_EXPONENT_BIT;
    GraphProto.Builder graph = model.getGraph().toBuilder();
    graph.setInitializer(largest, tensor.toBuilder().setRawData(ByteString.copyFrom(raw)));
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    return "weight %d of %s".formatted(weight, tensor.getName());
  }
}
