package dev.canary.djl;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An ONNX file as its protobuf, which tells what ONNX Runtime does not show: weights and opsets.
 *
 * @param proto the parsed file
 * @param folder where its external data are looked for
 */
record OnnxModel(ModelProto proto, Path folder) {
  /** The file's protobuf; empty if the runtime reads a form of file that this class does not. */
  static Optional<OnnxModel> read(Path file) {
    Path folder = file.toAbsolutePath().resolveSibling("").normalize();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Optional.of(new OnnxModel(ModelProto.parseFrom(in), folder));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the file tells of its making. */
  Map<String, String> provenance() {
    Map<String, String> facts = new TreeMap<>();
    put(facts, "producer", (proto.getProducerName() + " " + proto.getProducerVersion()).strip());
    put(facts, "domain", proto.getDomain());
    put(facts, "graph", proto.getGraph().getName());
    put(facts, "ir", Long.toString(proto.getIrVersion()));
    put(facts, "opset", opsets());
    proto.getMetadataPropsList().forEach(p -> put(facts, "metadata." + p.getKey(), p.getValue()));
    return facts;
  }

  private static void put(Map<String, String> facts, String key, String value) {
    if (!value.isEmpty()) {
      facts.put(key, value);
    }
  }

  private String opsets() {
    return proto.getOpsetImportList().stream()
        .map(OnnxModel::opset)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String opset(OperatorSetIdProto opset) {
    String domain = opset.getDomain().isEmpty() ? "ai.onnx" : opset.getDomain();
    return domain + " " + opset.getVersion();
  }
}
