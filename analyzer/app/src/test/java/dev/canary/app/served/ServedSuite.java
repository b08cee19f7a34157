package dev.canary.app.served;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.canary.app.Cli;
import dev.canary.app.sample.BitFlip;
import dev.canary.server.ModelServer;
import dev.canary.server.ServedModel;
import dev.canary.server.ServerOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A workspace with the house prices of this repository, whose model is behind servers. */
public final class ServedSuite {
  public static final String SUITE = "house-price";
  static final String VERSION = "1";

  private final Path root;
  private final Cli cli;

  public ServedSuite(Path root) {
    this.root = root;
    this.cli = new Cli(root);
  }

  /** A server of the model as it was trained. */
  static ModelServer server() throws IOException {
    return ModelServer.start(ServerOptions.serving(trained()).build());
  }

  public static ServedModel trained() {
    return ServedModel.of(SUITE, VERSION, Samples.HOUSE_PRICE);
  }

  /** The suite, with its target at these servers. */
  ServedSuite at(ModelServer... servers) throws IOException {
    String addresses =
        Arrays.stream(servers).map(s -> s.http().toString()).collect(Collectors.joining(", "));
    return with(
        "type: http\n  protocol: kserve-v2\n  name: house-price\n  model: [" + addresses + "]");
  }

  /** The suite with this target. */
  public ServedSuite with(String target) throws IOException {
    Path suite = Files.createDirectories(root.resolve("canaries").resolve(SUITE));
    Files.copy(
        Samples.HOUSE_PRICE.resolveSibling("cases.jsonl"),
        suite.resolve("cases.jsonl"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        suite.resolve("suite.yaml"),
        "suite: house-price\ntarget:\n  %s\noutput: {kind: values, precision: fp32}\n"
                .formatted(target)
            + "capture: {repeats: 6}\n");
    return this;
  }

  /** Settings of the workspace, without a broker. */
  public ServedSuite settings(String yaml) throws IOException {
    Files.writeString(root.resolve("canaries").resolve("canary.yaml"), "kafka: none\n" + yaml);
    return this;
  }

  /** The model with a chosen bit of a weight flipped, under the same name and version. */
  ServedModel flipped(int bit) throws IOException {
    Path file = root.resolve("flipped.onnx");
    Files.copy(Samples.HOUSE_PRICE, file);
    BitFlip.inOnnx(file, bit);
    return ServedModel.of(SUITE, VERSION, file);
  }

  /** The model with NaN for every weight, under the same name and version. */
  public ServedModel spoilt() throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(Samples.HOUSE_PRICE));
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (TensorProto.Builder weights : graph.getInitializerBuilderList()) {
      if (weights.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
        ByteBuffer raw = ByteBuffer.allocate(weights.getRawData().size()).order(LITTLE_ENDIAN);
        while (raw.hasRemaining()) {
          raw.putFloat(Float.NaN);
        }
        weights.setRawData(ByteString.copyFrom(raw.flip()));
      }
    }
    Path file = root.resolve("spoilt.onnx");
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    return ServedModel.of(SUITE, VERSION, file);
  }

  /** The suite with its model in this process, and a watch of it for every transport. */
  ServedSuite inProcess(ModelServer server) throws IOException {
    with("type: djl\n  engine: OnnxRuntime\n  version: \"1\"\n  model: model.onnx");
    Path file = root.resolve("canaries").resolve(SUITE).resolve("model.onnx");
    Files.copy(Samples.HOUSE_PRICE, file, StandardCopyOption.REPLACE_EXISTING);
    return settings(
        Arrays.stream(Transport.values())
            .map(transport -> transport.watch(server, SUITE))
            .collect(Collectors.joining("", "watches:\n", "")));
  }

  /** Captures and approves. */
  public void trust() {
    run(0, "capture", SUITE);
    run(0, "approve", SUITE, "--reason", "as trained");
  }

  /** Runs a command that must end so. */
  Cli.Answer run(int exitCode, String... words) {
    Cli.Answer answer = cli.run(words);
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isEqualTo(exitCode);
    return answer;
  }

  Path root() {
    return root;
  }

  /** Host and port, as a replica is named. */
  static String name(ModelServer server) {
    return server.http().getAuthority();
  }

  static List<String> names(ModelServer... servers) {
    return Arrays.stream(servers).map(ServedSuite::name).toList();
  }
}
