package dev.canary.djl;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies of model files in which one bit of one weight is another. */
final class BitFlips {
  private BitFlips() {}

  /** Flips a bit somewhere among the weights of an ONNX file. */
  static Path onnx(Path model, Path copy, Random random) throws IOException {
    ModelProto.Builder builder = ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder();
    List<IntConsumer> places = new ArrayList<>();
    collect(builder.getGraphBuilder(), places);
    places.get(random.nextInt(places.size())).accept(random.nextInt(Integer.MAX_VALUE));
    return Files.write(copy, builder.build().toByteArray());
  }

  private static void collect(GraphProto.Builder graph, List<IntConsumer> places) {
    graph.getInitializerBuilderList().forEach(tensor -> collect(tensor, places));
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasT()) {
          collect(attribute.getTBuilder(), places);
        }
        if (attribute.hasG()) {
          collect(attribute.getGBuilder(), places);
        }
        int floats = attribute.getFloatsCount();
        if (floats > 0 && node.getDomain().equals("ai.onnx.ml")) {
          places.add(
              at -> attribute.setFloats(at % floats, flip(attribute.getFloats(at % floats), at)));
        }
      }
    }
  }

  private static void collect(TensorProto.Builder tensor, List<IntConsumer> places) {
    int floats = tensor.getFloatDataCount();
    // Whole numbers are shapes and axes more often than weights; a flip there seldom loads.
    boolean isWhole = tensor.getDataType() == OnnxElement.INT64.code();
    if (tensor.getRawData().size() > 0 && !isWhole) {
      places.add(at -> tensor.setRawData(flip(tensor.getRawData(), at)));
    } else if (floats > 0) {
      places.add(
          at -> tensor.setFloatData(at % floats, flip(tensor.getFloatData(at % floats), at)));
    }
  }

  private static float flip(float value, int at) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) ^ (1 << (at % 23)));
  }

  private static ByteString flip(ByteString bytes, int at) {
    byte[] copy = bytes.toByteArray();
    copy[at % copy.length] ^= (byte) (1 << (at % 8));
    return ByteString.copyFrom(copy);
  }

  /** Flips a bit in one of the storages of a TorchScript archive. */
  static Path torchscript(Path model, Path copy, Random random) throws IOException {
    List<String> storages;
    try (TorchArchive archive = TorchArchive.open(model)) {
      storages = new ArrayList<>();
      for (String name : archive.names()) {
        if (name.startsWith("data/") && archive.entry(name).orElseThrow().length > 0) {
          storages.add(name);
        }
      }
    }
    String storage = storages.get(random.nextInt(storages.size()));
    return rewritten(
        model,
        copy,
        storage,
        bytes -> {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          return bytes;
        });
  }

  /** A compressed copy of a TorchScript archive under another name, one entry changed. */
  static Path rewritten(Path model, Path copy, String entry, UnaryOperator<byte[]> change)
      throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(model.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry next = all.nextElement();
        String inner = next.getName().substring(next.getName().indexOf('/') + 1);
        byte[] content = zip.getInputStream(next).readAllBytes();
        entries.put("renamed/" + inner, inner.equals(entry) ? change.apply(content) : content);
      }
    }
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
    return copy;
  }
}
