package dev.canary.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Target;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWeightDigestTest {
  private final Path folder;

  OnnxWeightDigestTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ModelIdentity identity(ModelProto.Builder model) throws IOException, LoadException {
    try (Target target = Models.open(OnnxModels.write(folder.resolve("model.onnx"), model))) {
      return target.identity();
    }
  }

  private String digest(ModelProto.Builder model) throws IOException, LoadException {
    return identity(model).weightDigest().orElseThrow();
  }

  private String digest(GraphProto.Builder graph) throws IOException, LoadException {
    return digest(OnnxModels.model(graph));
  }

  private static GraphProto.Builder changed(
      GraphProto.Builder graph, Consumer<GraphProto.Builder> change) {
    change.accept(graph);
    return graph;
  }

  @Test
  void isTheSameWhateverWrapsTheWeights() throws Exception {
    ModelProto.Builder other =
        OnnxModels.model(OnnxModels.mlp()).setProducerName("another").setIrVersion(7);
    other.getGraphBuilder().setName("renamed").setDocString("words");
    other
        .getGraphBuilder()
        .getNodeBuilderList()
        .forEach(node -> node.setName("n" + node.getOutput(0)).setDocString("words"));

    assertThat(digest(other)).isEqualTo(digest(OnnxModels.mlp()));
    assertThat(identity(other).artifactDigest())
        .isNotEqualTo(identity(OnnxModels.model(OnnxModels.mlp())).artifactDigest());
  }

  @Test
  void isTheSameInEachEncodingAndOrder() throws Exception {
    GraphProto.Builder raw = OnnxModels.mlp();
    List<TensorProto> initializers = List.copyOf(raw.getInitializerList());
    raw.clearInitializer();
    for (int i = initializers.size() - 1; i >= 0; i--) {
      raw.addInitializer(OnnxModels.raw(initializers.get(i)));
    }

    assertThat(digest(raw)).isEqualTo(digest(OnnxModels.mlp()));
  }

  @Test
  void isTheSameForAConstantNodeOfTheInitializersName() throws Exception {
    GraphProto.Builder constant = OnnxModels.mlp();
    TensorProto b2 = constant.getInitializer(3);
    constant.removeInitializer(3);
    constant.addNode(0, constantNode("b2", b2));

    assertThat(digest(constant)).isEqualTo(digest(OnnxModels.mlp()));
  }

  private static NodeProto constantNode(String output, TensorProto value) {
    return OnnxModels.node("Constant", List.of(), output).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value))
        .build();
  }

  @Test
  void changesWithTheLowestBitOfEachInitializer() throws Exception {
    String before = digest(OnnxModels.mlp());
    for (int i = 0; i < 4; i++) {
      GraphProto.Builder graph = OnnxModels.mlp();
      TensorProto.Builder weights = graph.getInitializerBuilder(i);
      weights.setFloatData(0, Math.nextUp(weights.getFloatData(0)));

      assertThat(digest(graph)).as(weights.getName()).isNotEqualTo(before);
    }
  }

  @Test
  void changesWithANameOrAShape() throws Exception {
    GraphProto.Builder unused =
        changed(
            OnnxModels.mlp(),
            g -> g.addInitializer(OnnxModels.floats("unused", List.of(2L), 1, 2)));
    GraphProto.Builder renamed =
        changed(
            OnnxModels.mlp(), g -> g.addInitializer(OnnxModels.floats("other", List.of(2L), 1, 2)));
    GraphProto.Builder reshaped =
        changed(
            OnnxModels.mlp(),
            g -> g.addInitializer(OnnxModels.floats("unused", List.of(1L, 2L), 1, 2)));

    assertThat(List.of(digest(OnnxModels.mlp()), digest(unused), digest(renamed), digest(reshaped)))
        .doesNotHaveDuplicates();
  }

  @Test
  void coversTheBranchesOfAnIf() throws Exception {
    String before = digest(OnnxModels.branches());
    for (int branch = 0; branch < 2; branch++) {
      GraphProto.Builder graph = OnnxModels.branches();
      TensorProto.Builder constant =
          graph
              .getNodeBuilder(0)
              .getAttributeBuilder(branch)
              .getGBuilder()
              .getInitializerBuilder(0);
      constant.setFloatData(0, Math.nextUp(constant.getFloatData(0)));

      assertThat(digest(graph)).as("branch " + branch).isNotEqualTo(before);
    }
  }

  @Test
  void coversLabelsAndEveryOtherAttributeOfTheMlOperators() throws Exception {
    String before =
        digest(OnnxModels.zipMap(OnnxModels.strings("classlabels_strings", "a", "b", "c")));

    assertThat(digest(OnnxModels.zipMap(OnnxModels.strings("classlabels_strings", "a", "c", "b"))))
        .isNotEqualTo(before);
    assertThat(digest(scaler(1, 2))).isNotEqualTo(digest(scaler(1, Math.nextUp(2f))));
  }

  private static GraphProto.Builder scaler(float scale, float offset) {
    AttributeProto.Builder scales =
        AttributeProto.newBuilder()
            .setName("scale")
            .setType(AttributeProto.AttributeType.FLOATS)
            .addFloats(scale);
    AttributeProto.Builder offsets =
        AttributeProto.newBuilder()
            .setName("offset")
            .setType(AttributeProto.AttributeType.FLOATS)
            .addFloats(offset);
    return GraphProto.newBuilder()
        .addInput(OnnxModels.value("x", OnnxElement.FLOAT, 1, 2))
        .addOutput(OnnxModels.value("y", OnnxElement.FLOAT, 1, 2))
        .addNode(
            OnnxModels.node("Scaler", List.of("x"), "y").toBuilder()
                .setDomain("ai.onnx.ml")
                .addAttribute(scales)
                .addAttribute(offsets));
  }

  @Test
  void coversScalarAndListConstants() throws Exception {
    assertThat(digest(constants(1, 2))).isNotEqualTo(digest(constants(1, 3)));
    assertThat(digest(constants(1, 2))).isNotEqualTo(digest(constants(4, 2)));
  }

  private static GraphProto.Builder constants(float value, float last) {
    AttributeProto.Builder scalar =
        AttributeProto.newBuilder()
            .setName("value_float")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(value);
    AttributeProto.Builder list =
        AttributeProto.newBuilder()
            .setName("value_floats")
            .setType(AttributeProto.AttributeType.FLOATS)
            .addFloats(0)
            .addFloats(last);
    return GraphProto.newBuilder()
        .addInput(OnnxModels.value("x", OnnxElement.FLOAT, 2))
        .addOutput(OnnxModels.value("y", OnnxElement.FLOAT, 2))
        .addNode(OnnxModels.node("Constant", List.of(), "a").toBuilder().addAttribute(scalar))
        .addNode(OnnxModels.node("Constant", List.of(), "b").toBuilder().addAttribute(list))
        .addNode(OnnxModels.node("Mul", List.of("x", "a"), "xa"))
        .addNode(OnnxModels.node("Add", List.of("xa", "b"), "y"));
  }

  @Test
  void coversFunctions() throws Exception {
    assertThat(digest(function(1))).isNotEqualTo(digest(function(2)));
  }

  private static ModelProto.Builder function(float constant) {
    OperatorSetIdProto.Builder opset = OperatorSetIdProto.newBuilder().setVersion(17);
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName("Shift")
            .setDomain("local")
            .addInput("a")
            .addOutput("b")
            .addOpsetImport(opset)
            .addNode(constantNode("c", OnnxModels.floats("c", List.of(), constant)))
            .addNode(OnnxModels.node("Add", List.of("a", "c"), "b"));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(OnnxModels.value("x", OnnxElement.FLOAT, 2))
            .addOutput(OnnxModels.value("y", OnnxElement.FLOAT, 2))
            .addNode(OnnxModels.node("Shift", List.of("x"), "y").toBuilder().setDomain("local"));
    return OnnxModels.model(graph)
        .addFunctions(function)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1));
  }

  @Test
  void coversSparseInitializers() throws Exception {
    assertThat(digest(sparse(1, 0))).isNotEqualTo(digest(sparse(2, 0)));
    assertThat(digest(sparse(1, 0))).isNotEqualTo(digest(sparse(1, 1)));
  }

  private static GraphProto.Builder sparse(float value, long index) {
    SparseTensorProto.Builder weights =
        SparseTensorProto.newBuilder()
            .addDims(2)
            .setValues(OnnxModels.floats("w", List.of(1L), value))
            .setIndices(OnnxModels.tensor("", List.of(1L), OnnxElement.INT64).addInt64Data(index));
    return GraphProto.newBuilder()
        .addInput(OnnxModels.value("x", OnnxElement.FLOAT, 2))
        .addOutput(OnnxModels.value("y", OnnxElement.FLOAT, 2))
        .addSparseInitializer(weights)
        .addNode(OnnxModels.node("Add", List.of("x", "w"), "y"));
  }

  @Test
  void readsEveryTypeOfInitializerInBothEncodings() throws Exception {
    for (OnnxElement type : OnnxElement.values()) {
      if (type == OnnxElement.STRING) {
        continue;
      }
      GraphProto.Builder one = withUnused(typed(type, 1));

      assertThat(digest(one)).as("raw %s", type).isEqualTo(digest(withUnused(raw(type))));
      assertThat(digest(one)).as("other %s", type).isNotEqualTo(digest(withUnused(typed(type, 0))));
    }
  }

  private static GraphProto.Builder withUnused(TensorProto.Builder tensor) {
    return OnnxModels.mlp().addInitializer(tensor);
  }

  private static TensorProto.Builder typed(OnnxElement type, int value) {
    TensorProto.Builder tensor = OnnxModels.tensor("unused", List.of(1L), type);
    return switch (type) {
      case FLOAT -> tensor.addFloatData(value);
      case DOUBLE -> tensor.addDoubleData(value);
      case INT64 -> tensor.addInt64Data(value);
      case UINT32, UINT64 -> tensor.addUint64Data(value);
      case UINT8, INT8, UINT16, INT16, INT32, BOOL, FLOAT16, BFLOAT16 -> tensor.addInt32Data(value);
      case STRING -> tensor.addStringData(ByteString.copyFromUtf8("text"));
    };
  }

  /** The raw bytes of the same 1: its own bits in floating-point types that are given as values. */
  private static TensorProto.Builder raw(OnnxElement type) {
    int[] bytes =
        switch (type) {
          case FLOAT -> new int[] {0, 0, 0x80, 0x3f};
          case DOUBLE -> new int[] {0, 0, 0, 0, 0, 0, 0xf0, 0x3f};
          case INT64, UINT64 -> new int[] {1, 0, 0, 0, 0, 0, 0, 0};
          case INT32, UINT32 -> new int[] {1, 0, 0, 0};
          case INT16, UINT16, FLOAT16, BFLOAT16 -> new int[] {1, 0};
          case INT8, UINT8, BOOL, STRING -> new int[] {1};
        };
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    return OnnxModels.tensor("unused", List.of(1L), type).setRawData(ByteString.copyFrom(raw));
  }

  @Test
  void followsWeightsIntoAnotherFile() throws Exception {
    GraphProto.Builder graph = OnnxModels.mlp();
    TensorProto w1 = graph.getInitializer(0);
    byte[] bytes = OnnxModels.raw(w1).getRawData().toByteArray();
    byte[] padded = new byte[64 + bytes.length];
    System.arraycopy(bytes, 0, padded, 64, bytes.length);
    Path weights = Files.write(folder.resolve("weights.bin"), padded);
    graph.setInitializer(
        0,
        w1.toBuilder()
            .clearFloatData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", "weights.bin"))
            .addExternalData(entry("offset", "64"))
            .addExternalData(entry("length", Integer.toString(bytes.length))));
    ModelIdentity before = identity(OnnxModels.model(graph));
    padded[64] ^= 1;
    Files.write(weights, padded);
    ModelIdentity after = identity(OnnxModels.model(graph));

    assertThat(before.weightDigest()).contains(digest(OnnxModels.mlp()));
    assertThat(after.weightDigest()).isNotEqualTo(before.weightDigest());
    assertThat(after.artifactDigest()).isNotEqualTo(before.artifactDigest());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void theArtifactDigestOfASingleFileIsItsSha256() throws Exception {
    ModelProto.Builder model = OnnxModels.model(OnnxModels.mlp());

    assertThat(identity(model).artifactDigest()).contains(Digest.of(model.build().toByteArray()));
  }
}
