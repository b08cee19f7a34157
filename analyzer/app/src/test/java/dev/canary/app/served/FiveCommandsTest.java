package dev.canary.app.served;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.server.ModelServer;
import dev.canary.server.ServedModel;
import dev.canary.server.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new user types: five commands, no file edited, a verdict. */
@Timeout(120)
class FiveCommandsTest {
  private final Path empty;

  FiveCommandsTest(@TempDir Path empty) {
    this.empty = empty;
  }

  private static final ModelServer SERVER = start();

  private static ModelServer start() {
    try {
      return ModelServer.start(
          ServerOptions.serving(
                  ServedModel.of("house-price", "1", Samples.HOUSE_PRICE),
                  ServedModel.of("digits", "1", Samples.DIGITS))
              .grpcPort(0)
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kserve-v2", "kserve-v1", "tf-serving"})
  void overHttp(String protocol) {
    String base = SERVER.http() + (protocol.equals("tf-serving") ? "/tfs" : "");
    List<String> words =
        new ArrayList<>(List.of(base, "--model", "house-price", "--protocol", protocol));
    Samples.INPUTS.forEach(input -> words.addAll(List.of("--input", input)));
    play(words);
  }

  @Test
  void overHttpWithoutNamingAProtocol() {
    play(List.of(SERVER.http().toString(), "--model", "house-price"));
  }

  @Test
  void overGrpc() {
    play(List.of(SERVER.grpc() + "/house-price"));
  }

  @Test
  void overGrpcTheNameIsAskedForWhereTheServerListsNone() {
    Cli.Answer answer = new Cli(empty).run("probe", SERVER.grpc().toString());

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err()).contains("lists none (RepositoryIndex: UNIMPLEMENTED", "--model NAME");
  }

  private void play(List<String> words) {
    Cli cli = new Cli(empty);
    Cli.Answer probe = run(cli, 0, "probe", words);
    assertThat(probe.out()).contains("cache").doesNotContain("not tested");
    String next = probe.lines().stream().reduce((a, b) -> b).orElse("");
    assertThat(next).startsWith("next: canary init " + words.get(0));
    run(cli, 0, "init", words);
    run(cli, 0, "capture", List.of("house-price"));
    run(cli, 0, "approve", List.of("house-price", "--reason", "as trained"));
    Cli.Answer answer = run(cli, 0, "run", List.of("house-price"));
    assertThat(answer.out()).contains("HEALTHY");
    assertThat(empty.resolve("canaries").resolve("canary.yaml")).doesNotExist();
    assertThat(Files.exists(empty.resolve("canaries/house-price/suite.yaml"))).isTrue();
  }

  private static Cli.Answer run(Cli cli, int expected, String command, List<String> words) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(words);
    Cli.Answer answer = cli.run(all.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isEqualTo(expected);
    return answer;
  }
}
