package dev.canary.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a capture says to whoever is about to approve it. */
class CaptureCommandTest {
  @TempDir Path folder = Path.of("");

  private Cli workspace(double... answers) {
    new RecordedWorkspace(folder, "kafka: none\n")
        .suite("loans", answers.length)
        .answers("loans", answers);
    return new Cli(folder);
  }

  @Test
  void aModelThatViolatesTheContractWhileItIsCapturedIsNoticedAtOnce() {
    Cli.Answer captured = workspace(0.25, 1.5).run("capture");

    assertThat(captured.exitCode()).isZero();
    assertThat(captured.err())
        .contains("canary: loans: warning: 1 of 2 cases violate the contract (CONTRACT), first c1")
        .contains("is 1.5, outside [0.0, 1.0]");
  }

  @Test
  void whoReplacesAnApprovedBaselineIsToldThatTrustIsLost() {
    Cli canary = workspace(0.25, 0.75);
    assertThat(canary.run("capture").err()).doesNotContain("warning");
    assertThat(canary.run("capture").err()).doesNotContain("warning");
    canary.run("approve", "loans", "--author", "ada");

    Cli.Answer again = canary.run("capture", "--output", "json");

    assertThat(again.err())
        .contains("this replaces the baseline that ada approved")
        .contains("runs are INCONCLUSIVE");
    assertThat(again.lines()).singleElement().asString().startsWith("{");
    assertThat(canary.run("run").exitCode()).isEqualTo(3);
  }

  @Test
  void aDamagedBaselineIsReplacedByANewCapture() throws IOException {
    Cli canary = workspace(0.25, 0.75);
    canary.run("capture");
    Files.writeString(folder.resolve("baselines/loans/1/baseline.json"), "{");

    assertThat(canary.run("capture").exitCode()).isZero();
    assertThat(canary.run("approve", "loans").exitCode()).isZero();
    assertThat(canary.run("run").exitCode()).isZero();
  }

  @Test
  void aCaseWithoutAnAnswerIsRefusedWithItsReason() throws IOException {
    Cli canary = workspace(0.25, 0.75);
    Files.writeString(folder.resolve("canaries/loans/predictions.csv"), "id,yes,no\nc0,1,0\n");

    Cli.Answer refused = canary.run("capture");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .contains("the model failed on c1 (c1: ")
        .contains("no row has this id");
  }

  @Test
  void appendingAndSpreadingExcludeEachOther() {
    Cli.Answer refused = workspace(0.25).run("capture", "--append", "--over", "1h");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("--append and --over exclude each other");
  }

  @Test
  void tooFewCapturesAreNoticedAtOnce() {
    Cli canary = workspace(0.25, 0.75);

    assertThat(canary.run("capture", "--repeats", "3").err())
        .contains("3 captures are too few to judge every case (10 are enough)");
    assertThat(canary.run("capture", "--append", "--repeats", "2").err()).contains("5 captures");
    assertThat(canary.run("capture", "--repeats", "5").err())
        .as("five over two loads make a case bit-stable")
        .doesNotContain("too few");
  }

  @Test
  @Timeout(60)
  void aServerThatKeepsStateIsNoticedAtOnce() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicReference<String> last = new AtomicReference<>("0");
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            byte[] answer = "[%s, %s]".formatted(asked, last.getAndSet(asked)).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    try {
      new RecordedWorkspace(folder, "kafka: none\n");
      Path suite = Files.createDirectories(folder.resolve("canaries/remembering"));
      Files.writeString(
          suite.resolve("suite.yaml"),
          """
          suite: remembering
          target: {type: http, protocol: generic, model: "http://127.0.0.1:%d", request: "${input.x}", types: fp32}
          output: {kind: values}
          capture: {repeats: 6}
          """
              .formatted(server.getAddress().getPort()));
      Files.writeString(
          suite.resolve("cases.jsonl"),
          IntStream.range(0, 8)
              .mapToObj("{\"id\": \"c%1$d\", \"input\": {\"x\": %1$d}}\n"::formatted)
              .collect(Collectors.joining()));

      Cli.Answer captured = new Cli(folder).run("capture");

      assertThat(captured.exitCode()).as(captured.err()).isZero();
      assertThat(captured.err()).contains("warning: the answers depend on what was asked before");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theAuthorOfASuiteIsAdvisedInTextAndJson() {
    Cli canary = workspace(0.25, 0.25, 1 - 1e-9, 1);

    assertThat(canary.run("capture").lines())
        .containsSubsequence(
            "  advice, saturated: 2 of 4 cases are saturated: all classes but one together are no more likely than their precision class, so that a logit must move by 0.69 or more before it shows",
            "    c2 (logit 9.2), c3",
            "  advice, same-answer: 1 of 4 cases answer as another does, though their inputs differ",
            "    c1 as c0");
    assertThat(canary.run("capture", "--output", "json").out())
        .contains("\"advice\":[{\"kind\":\"saturated\",")
        .contains("{\"id\":\"c1\",\"like\":\"c0\"}");
  }

  @Test
  void aVersionMayBeAnyTextAndIsCalledByItEverywhere() throws IOException {
    Cli canary = workspace(0.25, 0.75);
    Path yaml = folder.resolve("canaries/loans/suite.yaml");
    for (String version : List.of("1", "2/b c", "..")) {
      Files.writeString(
          yaml,
          Files.readString(yaml)
              .replaceFirst("version: \"[^\"]*\"", "version: \"" + version + "\""));
      assertThat(canary.run("capture").exitCode()).isZero();
    }

    assertThat(canary.run("approve", "loans").err()).contains("..|1|2/b c");
    assertThat(canary.run("approve", "loans", "--version", "3").err())
        .contains("..|1|2/b c".replace("|", ", "));
    assertThat(canary.run("approve", "loans", "--version", "2/b c").exitCode()).isZero();
    assertThat(canary.run("run").exitCode()).as("another version answers").isEqualTo(3);
    assertThat(canary.run("approve", "loans", "--version", "..").exitCode()).isZero();
    assertThat(canary.run("run").exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("baselines/loans/2%2Fb%20c/baseline.json")))
        .contains("superseded");
  }
}
