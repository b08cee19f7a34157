package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.given.Given;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.Platform;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.tensor.Tensor;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A stored run is the run, bit for bit. */
class RunBlobTest {
  private static final Instant AT = Instant.parse("2026-01-02T12:00:00.000000001Z");
  private static final Phases PHASES =
      new Phases(1, 2, 3, 4, Long.MAX_VALUE, OptionalLong.of((1L << 53) + 1));

  private static Exchange exchange(int seed, int bytes) {
    byte[] answer = new byte[bytes];
    new Random(seed).nextBytes(answer);
    return Exchange.of(
        PHASES,
        200 + seed,
        answer,
        Map.of(Exchange.VERSION, "007", Exchange.CACHED, "age: 3 \"s\""));
  }

  private static Observation.Failed failed(String id, Optional<Exchange> exchange) {
    return new Observation.Failed(
        id, Reason.TIMED_OUT, "no answer\u0000in 3 s", 9, 8, exchange, Optional.empty());
  }

  private static Run overTheWire() {
    Health health =
        new Health(
            Sign.yes("GET v2/health/live: 200"),
            Sign.no("GET v2/health/ready: 400 \"not\""),
            Map.of("metadata", Set.of("1", "2.0"), "answers", Set.of()),
            OptionalLong.of(Long.MAX_VALUE),
            Optional.of(new Health.Computing(3, (1L << 53) + 1, 0)),
            new Health.WarmUp(List.of(5_000_000_001L, 0L)),
            List.of("its readiness is a constant", ""));
    Exchange cut =
        new Exchange(
            Phases.ofTotal(7), OptionalInt.empty(), new byte[] {-1, 0}, 1L << 40, "", Map.of());
    Output first =
        new Output(Given.row(1, -0.0).tensors(), Map.of(), Optional.of(exchange(1, 70_000)));
    return new Run(
        "pets",
        Given.model(),
        AT,
        Duration.ofNanos(5),
        List.of(
            new Observation.Answered(
                "c0", first, 4, 3, Optional.of(failed("c0", Optional.of(exchange(2, 9))))),
            new Observation.Failed(
                "c1",
                Reason.NON_FINITE,
                "HTTP 500",
                2,
                Long.MAX_VALUE,
                Optional.of(cut),
                Optional.of(failed("c1", Optional.empty()))),
            new Observation.Answered("c2", Given.row(2, 3), 1),
            new Observation.Answered(
                "c3",
                new Output(Given.row(4, 5).tensors(), Map.of(), Optional.of(exchange(3, 0))),
                1)),
        Optional.of(health));
  }

  @Test
  void whatAServerSaidAndEveryExchangeComeBackAsTheyWere() throws Exception {
    assertThat(RunBlob.read(RunBlob.of(overTheWire()))).isEqualTo(overTheWire());
  }

  @Test
  void aRunOfTheFirstFormatIsReadByEveryLaterVersion() throws Exception {
    Map<String, Tensor> first = new LinkedHashMap<>();
    first.put("label", Tensor.ofTexts(new int[] {1}, List.of("good")));
    first.put("score", Tensor.ofFloats(new int[] {1, 2}, .25f, -0f));
    float[] odd = {Float.NaN, 1, 2, Float.NEGATIVE_INFINITY};
    Map<String, Tensor> second = Map.of("score", Tensor.ofFloats(new int[] {2, 2}, odd));
    Map<String, List<String>> classes = Map.of("score", List.of("good", "bad"));
    ModelIdentity model =
        new ModelIdentity(
            "pet",
            Optional.of("3"),
            Optional.of("sha256:a"),
            Optional.of("sha256:w"),
            "Fake",
            "1.0",
            Optional.of(new Platform("Linux", "amd64", "cpu", "1 thread")),
            Map.of("interface.input.x", "fp32 [-1,4]"));

    try (InputStream sample = RunBlobTest.class.getResourceAsStream("run-1.bin")) {
      Run run = RunBlob.read(Objects.requireNonNull(sample).readAllBytes());

      assertThat(run)
          .isEqualTo(
              new Run(
                  "pets",
                  model,
                  AT,
                  Duration.ofNanos(5_000_001),
                  List.of(
                      new Observation.Answered("c0", new Output(first, classes), 1_000_001),
                      new Observation.Answered("c1", new Output(second, classes), 2_000_002),
                      new Observation.Failed(
                          "c2", Reason.MODEL_ERROR, "no feature \"age\"", 3_000_003))));
    }
  }

  @Test
  void aRunThatIsCutAnywhereIsSaidToBeDamaged() {
    byte[] whole = RunBlob.of(overTheWire());
    for (int length = 0; length < whole.length; length += 1 + whole.length / 50) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RunBlob.read(cut))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("a stored run");
    }
    byte[] text = "no run".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RunBlob.read(text)).isInstanceOf(FormatException.class);
  }
}
