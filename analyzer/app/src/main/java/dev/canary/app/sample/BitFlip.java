package dev.canary.app.sample;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Does to a model file what a bad memory cell does: flips one bit of one weight. */
public final class BitFlip {
  /** The highest bit of the exponent decides between a tiny and a huge weight. */
  private static final int HIGHEST_EXPONENT_BIT = 30;

  private BitFlip() {}

  /**
   * Flips the highest exponent bit of one fp32 weight in the largest initialiser of an ONNX file.
   *
   * @return which weight it was, in words
   * @throws IOException if the file is no ONNX file with raw fp32 weights
   */
  public static String inOnnx(Path file) throws IOException {
    return inOnnx(file, HIGHEST_EXPONENT_BIT);
  }

  /**
   * Flips a chosen bit of the middle fp32 weight in the largest initialiser of an ONNX file.
   *
   * @param bit from 0, the last of the fraction, over 23 to 30, the exponent, to 31, the sign
   * @return which weight it was and what became of it, in words
   * @throws IOException if the file is no ONNX file with raw fp32 weights
   * @throws IllegalArgumentException if there is no such bit
   */
  public static String inOnnx(Path file, int bit) throws IOException {
    if (bit < 0 || bit >= Float.SIZE) {
      throw new IllegalArgumentException("bit is " + bit + ": it must be 0 to 31");
    }
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    int largest = largest(model.getGraph().getInitializerList(), file);
    TensorProto tensor = model.getGraph().getInitializer(largest);
    ByteBuffer raw = ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(LITTLE_ENDIAN);
    int weight = raw.capacity() / Float.BYTES / 2;
    int before = raw.getInt(weight * Float.BYTES);
    int after = before ^ 1 << bit;
    raw.putInt(weight * Float.BYTES, after);
    GraphProto.Builder graph = model.getGraph().toBuilder();
    graph.setInitializer(largest, tensor.toBuilder().setRawData(ByteString.copyFrom(raw)));
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    // Nine digits tell any two floats apart.
    return String.format(
        Locale.ROOT,
        "weight %d of %s, %.9g became %.9g",
        weight,
        tensor.getName(),
        Float.intBitsToFloat(before),
        Float.intBitsToFloat(after));
  }

  private static int largest(List<TensorProto> weights, Path file) throws IOException {
    return IntStream.range(0, weights.size())
        .filter(i -> weights.get(i).getRawData().size() >= Float.BYTES)
        .boxed()
        .max(Comparator.comparingInt(i -> weights.get(i).getRawData().size()))
        .orElseThrow(() -> new IOException(file + " has no raw weights"));
  }
}
