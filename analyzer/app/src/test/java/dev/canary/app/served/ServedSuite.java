package dev.canary.app.served;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.server.ModelServer;
import dev.canary.server.ServedModel;
import dev.canary.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A workspace with the digits of this repository, whose model is behind servers. */
final class ServedSuite {
  static final String SUITE = "digits";
  static final String VERSION = "1.0.0";

  private final Path root;
  private final Cli cli;

  ServedSuite(Path root) {
    this.root = root;
    this.cli = new Cli(root);
  }

  /** A server of the digits as they were trained. */
  static ModelServer server() throws IOException {
    return ModelServer.start(ServerOptions.serving(digits()).build());
  }

  static ServedModel digits() {
    return ServedModel.of(SUITE, VERSION, Samples.DIGITS);
  }

  /** The suite, with its target at these servers. */
  ServedSuite at(ModelServer... servers) throws IOException {
    String addresses =
        Arrays.stream(servers).map(s -> s.http().toString()).collect(Collectors.joining(", "));
    return with("type: http\n  protocol: kserve-v2\n  name: digits\n  model: [" + addresses + "]");
  }

  /** The suite with this target. */
  ServedSuite with(String target) throws IOException {
    Path suite = Files.createDirectories(root.resolve("canaries").resolve(SUITE));
    Files.copy(
        Samples.DIGITS.resolveSibling("cases.jsonl"),
        suite.resolve("cases.jsonl"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        suite.resolve("suite.yaml"),
        "suite: digits\ntarget:\n  %s\noutput: {kind: logits, precision: fp32}\n".formatted(target)
            + "capture: {repeats: 6}\n");
    return this;
  }

  /** Settings of the workspace, without a broker. */
  ServedSuite settings(String yaml) throws IOException {
    Files.writeString(root.resolve("canaries").resolve("canary.yaml"), "kafka: none\n" + yaml);
    return this;
  }

  /** Captures and approves. */
  void trust() {
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
