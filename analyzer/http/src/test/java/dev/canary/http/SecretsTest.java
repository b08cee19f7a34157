package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.format.Mask;
import dev.canary.format.RunBlob;
import dev.canary.http.ModelStub.Answer;
import dev.canary.http.wire.TlsSettings;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Secrets reach the server and nothing else: whole replays against a server that sends back all it
 * was sent, in every form it may take, and everything that comes out of them searched.
 */
@Timeout(60)
class SecretsTest {
  private static final String MARKER = "Zq7/marker+secret\"x9==";
  private static final String PLAIN = "Zq7marker-secret-x9";

  @AutoClose private final ModelStub server = ModelStub.start();

  /** How a server may send back what it was sent. */
  private enum Echo {
    ERROR_BODY,
    OUTPUT,
    BASE64_IN_OUTPUT,
    URL_IN_REDIRECT,
    HEADER,
    NO_JSON,
    WRONG_ID
  }

  static List<Echo> echoes() {
    return List.of(Echo.values());
  }

  static List<Map<String, String>> credentials() {
    return List.of(
        Map.of("auth.bearer", "${env:A}"),
        Map.of("auth.basic.user", "${env:B}", "auth.basic.password", "${env:A}"),
        Map.of("auth.header.name", "X-Api-Key", "auth.header.value", "${env:A}"));
  }

  private static Optional<String> environment(String name) {
    return Optional.of(name.equals("A") ? MARKER : PLAIN);
  }

  private Answer echo(Echo way, ModelStub.Request request) {
    String sent = request.header("authorization") + request.header("x-api-key");
    String id = request.header("x-canary-probe");
    String json = sent.replace("\"", "\\\"");
    String text =
        "{\"model_name\":\"sums\",\"id\":\"%s\",\"outputs\":[{\"name\":\"y\",\"datatype\":\"BYTES\","
            + "\"shape\":[1],\"data\":[\"%s\"]}]}";
    return switch (way) {
      case ERROR_BODY -> Answer.of(401, "{\"error\":\"bad credentials: " + json + "\"}");
      case OUTPUT -> Answer.of(200, text.formatted(id, json));
      case BASE64_IN_OUTPUT -> Answer.of(200, text.formatted(id, base64("header: " + sent)));
      case URL_IN_REDIRECT ->
          Answer.of(302, "").with("Location", "http://other.example/?t=" + url(sent));
      case HEADER -> Answer.of(500, "").with("X-Cache", "HIT " + sent);
      case NO_JSON -> Answer.of(200, sent);
      case WRONG_ID -> Answer.of(200, text.formatted(json, "a"));
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void noSecretComesOutOfAReplay(Echo way) throws Exception {
    server.first(request -> Optional.of(echo(way, request)));
    for (Map<String, String> options : credentials()) {
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      PrintStream out = System.out;
      PrintStream err = System.err;
      try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
          Target target = Replays.open(server.address(), options, SecretsTest::environment)) {
        System.setOut(capture);
        System.setErr(capture);
        Run run = Replays.run(target, Replays.rows(2));
        assertNoSecret(texts(run, target));
      } finally {
        System.setOut(out);
        System.setErr(err);
      }
      assertNoSecret(List.of(printed.toString(StandardCharsets.UTF_8)));
    }
    assertThat(server.requests().toString()).contains(MARKER);
  }

  /** All that a replay leaves, as text. */
  private static List<String> texts(Run run, Target target) throws Exception {
    List<String> texts = new ArrayList<>(List.of(run.toString(), target.toString()));
    // What the store keeps.
    byte[] kept = RunBlob.of(run);
    texts.add(new String(kept, StandardCharsets.ISO_8859_1));
    texts.add(RunBlob.read(kept).toString());
    for (Observation seen : run.observations()) {
      texts.addAll(texts(seen));
      seen.earlier().ifPresent(failed -> texts.addAll(texts(failed)));
    }
    try {
      target.predict(Replays.row("again", 1, 2));
    } catch (PredictionException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      texts.add(trace.toString());
    }
    return texts;
  }

  private static List<String> texts(Observation seen) {
    List<String> texts = new ArrayList<>();
    seen.exchange()
        .ifPresent(
            exchange -> {
              texts.add(new String(exchange.answer(), StandardCharsets.UTF_8));
              texts.add(exchange.facts().toString());
            });
    if (seen instanceof Observation.Answered answered) {
      answered.output().tensors().values().forEach(t -> texts.add(t.texts().toString()));
    }
    return texts;
  }

  private static void assertNoSecret(List<String> texts) {
    String pair = base64(PLAIN + ":" + MARKER);
    assertThat(texts)
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain(MARKER)
                    .doesNotContain(MARKER.replace("\"", "\\\""))
                    .doesNotContain(PLAIN)
                    .doesNotContain("marker")
                    .doesNotContain(url(MARKER))
                    .doesNotContain(pair)
                    .doesNotContain(base64(MARKER).substring(0, 20)));
  }

  @ParameterizedTest
  @CsvSource({
    "s3cr, s3cr, ****",
    "s3cr3t!, <s3cr3t!> and s3cr3t!, <*******> and *******",
    "4711, in 471123 cases, in ****23 cases",
    // Three characters would be found in any text.
    "cat, a cat, a cat",
  })
  void aShortSecretIsStruckOutOfWhatTheModelSays(String secret, String said, String read)
      throws Exception {
    server.firstInference(
        request ->
            Optional.of(
                Answer.of(
                    200,
                    """
                    {"model_name":"sums","model_version":"v%s","outputs":[
                    {"name":"t","datatype":"BYTES","shape":[2],"data":["%s","other"]},
                    {"name":"n","datatype":"INT64","shape":[1],"data":[4711]}]}"""
                        .formatted(said, said))));

    try (Target target =
        Replays.open(
            server.address(), Map.of("auth.bearer", "${env:A}"), n -> Optional.of(secret))) {
      Observation.Answered answered = Replays.answered(Replays.run(target, Replays.rows(1)), 0);

      assertThat(answered.output().tensors())
          .containsEntry("t", Tensor.ofTexts(new int[] {2}, List.of(read, "other")))
          .containsEntry("n", Tensor.ofLongs(new int[] {1}, 4711));
      assertThat(answered.exchange().orElseThrow().facts())
          .containsEntry(Exchange.VERSION, "v" + read);
    }
  }

  @Test
  void aServerThatSendsACredentialBackIsRemarkedOn() throws Exception {
    server.first(request -> Optional.of(echo(Echo.ERROR_BODY, request)));

    try (Target target =
        Replays.open(
            server.address(), Map.of("auth.bearer", "${env:A}"), SecretsTest::environment)) {
      assertThat(Replays.run(target, Replays.rows(1)).health().orElseThrow().remarks())
          .anyMatch(remark -> remark.contains("sent a credential of ours back"));
    }
  }

  @Test
  void aSecretFileThatChangesCountsFromTheNextReplayOn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(file, "first-token-abc\n");

    try (Target target =
        Replays.open(server.address(), Map.of("auth.bearer", "${file:" + file + "}"))) {
      Replays.run(target, Replays.rows(1));
      Files.writeString(file, "second-token-def\n");
      Replays.run(target, Replays.rows(1));
    }

    assertThat(server.inferences())
        .extracting(request -> request.header("authorization"))
        .containsExactly("Bearer first-token-abc", "Bearer second-token-def");
  }

  @Test
  void aSecretThatIsMissingIsToldByItsNameAndNothingIsSent() throws Exception {
    try (Target target = Replays.open(server.address(), Map.of("auth.bearer", "${env:GONE}"))) {
      Run run = Replays.run(target, Replays.rows(2));

      assertThat(Replays.failed(run, 0).message())
          .isEqualTo("not sent: auth.bearer needs the environment variable GONE, which is not set");
      assertThat(run.health().orElseThrow().remarks()).hasSize(1);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aSecretThatNoHeaderCanCarryIsNotQuoted() throws Exception {
    try (Target target =
        Replays.open(
            server.address(), Map.of("auth.bearer", "${env:X}"), n -> Optional.of("a\nb-secret"))) {
      assertThat(Replays.failed(Replays.run(target, Replays.rows(1)), 0).message())
          .isEqualTo("not sent: auth.bearer is empty or not printable ASCII");
    }
  }

  @Test
  void basicCredentialsAreSentAsTheStandardSays() throws Exception {
    Map<String, String> options =
        Map.of("auth.basic.user", "${env:U}", "auth.basic.password", "${env:P}");

    try (Target target =
        Replays.open(
            server.address(),
            options,
            name -> Optional.of(name.equals("U") ? "Aladdin" : "open sesame"))) {
      Replays.run(target, Replays.rows(1));
    }

    // The example of RFC 7617, section 2.
    assertThat(server.inferences().get(0).header("authorization"))
        .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  }

  static List<Map<String, String>> incomplete() {
    return List.of(
        Map.of("auth.basic.user", "${env:A}"),
        Map.of("auth.header.value", "${env:A}"),
        Map.of("auth.oauth2.tokenUrl", "https://a/token"),
        Map.of("auth.oauth2.scope", "a"),
        Map.of(
            "auth.oauth2.tokenUrl", "issuer/token",
            "auth.oauth2.clientId", "${env:A}",
            "auth.oauth2.clientSecret", "${env:A}"),
        Map.of("tls.key", "${env:A}"),
        Map.of(
            "auth.bearer", "${env:A}", "auth.header.name", "X", "auth.header.value", "${env:A}"));
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void credentialsThatMakeNoSenseAreRefused(Map<String, String> options) {
    assertThatThrownBy(() -> Replays.open(server.address(), options, SecretsTest::environment))
        .isInstanceOf(LoadException.class)
        .hasMessageMatching("target\\.(auth|tls).*");
  }

  @Test
  void credentialsDoNotGoToAnotherServerThatAWholeUrlNames() throws Exception {
    Held held =
        new Held(
            Optional.of(new Held.Header("Authorization", "Bearer abc")),
            Optional.empty(),
            new Held.Tls(
                Optional.empty(), Optional.empty(), Optional.empty(), TlsSettings.Verification.ON),
            new Mask());
    Sender sender =
        new WireOpener(server.address(), Manners.of(Map.of())).open(Wires.Use.CASES, held.tls());
    try (sender) {
      Line line = new Line(sender, sender, held, new Tokens(Ticks.SYSTEM), Map.of());
      line.send(WireRequest.get("ready"), "id-1");
      line.send(WireRequest.get(server.address().resolve("/models").toString()), "id-2");
    }

    assertThat(server.requests())
        .extracting(ModelStub.Request::path)
        .containsExactly("/v2/models/sums/ready", "/models");
    assertThat(server.requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly("Bearer abc", "");
  }

  @Test
  void exchangesKeepStarsForSecretsAndTheirLengths() {
    Mask mask = new Mask();
    mask.hide(PLAIN);
    WireAnswer answer =
        WireAnswer.of(
            200, Map.of("a", PLAIN), ("<" + PLAIN + ">").getBytes(StandardCharsets.UTF_8));

    WireAnswer masked = MaskedAnswer.of(mask, answer);

    assertThat(masked.text()).isEqualTo("<" + "*".repeat(PLAIN.length()) + ">");
    assertThat(masked.headers()).containsEntry("a", "*".repeat(PLAIN.length()));
    assertThat(MaskedAnswer.of(mask, WireAnswer.of(200, Map.of(), new byte[3])).body()).hasSize(3);
  }
}
