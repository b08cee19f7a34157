package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.ModelStub.Answer;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.target.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is no answer of the model, and what the target makes of it. */
@Timeout(60)
class NotAnsweredTest {
  @AutoClose private final ModelStub server = ModelStub.start();

  @Test
  void aServerThatIsNotThereIsAnObservationOfEveryCaseAndCostsThreeConnections() throws Exception {
    URI nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/v2/models/sums");
    }

    try (Target target = Replays.open(nobody, Map.of())) {
      Run run = Replays.run(target, Replays.rows(20));

      assertThat(run.failed()).isEqualTo(20);
      assertThat(run.observations())
          .allSatisfy(
              seen ->
                  assertThat(((Observation.Failed) seen).reason()).isEqualTo(Reason.UNREACHABLE));
      assertThat(Replays.failed(run, 0).message()).doesNotContain("not sent");
      assertThat(Replays.failed(run, 19).message()).startsWith("not sent: 3 requests in a row");
      assertThat(run.health().orElseThrow().live().says()).isEqualTo(Sign.Says.NO);
      assertThat(run.health().orElseThrow().ready().reason()).contains("not asked");
      assertThat(run.model().name()).isEqualTo("sums");
    }
  }

  @Test
  void aServerThatIsSilentCostsThreeTimeOuts() throws Exception {
    server.first(
        request -> {
          ModelStub.pause(60_000);
          return Optional.empty();
        });

    long begun = System.nanoTime();
    Run run =
        Replays.run(server, 50, Map.of("timeouts.firstByte", "PT0.2S", "timeouts.total", "PT0.4S"));

    assertThat(Replays.failed(run, 0).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(Replays.failed(run, 49).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(Replays.failed(run, 0).message()).doesNotStartWith("not sent");
    assertThat(Replays.failed(run, 1).earlier().orElseThrow().message())
        .doesNotStartWith("not sent");
    assertThat(Replays.failed(run, 1).message()).startsWith("not sent");
    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
  }

  @Test
  void aSingleFailureIsConfirmedByASecondRequestAndBothAreKept() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.firstInference(
        request ->
            seen.incrementAndGet() == 1
                ? Optional.of(Answer.of(500, "{\"error\":\"out of memory\"}"))
                : Optional.empty());

    Run run = Replays.run(server, 1, Map.of());

    Observation.Answered answered = Replays.answered(run, 0);
    assertThat(answered.earlier()).isPresent();
    assertThat(answered.earlier().orElseThrow().message()).contains("out of memory");
    assertThat(answered.earlier().orElseThrow().exchange().orElseThrow().status()).hasValue(500);
  }

  @Test
  void aRedirectIsNotFollowedAndNamesTheHostAlone() throws Exception {
    server.firstInference(
        request ->
            Optional.of(
                Answer.of(302, "")
                    .with("Location", "https://login.example.org/?token=abcdefghij")));

    Observation.Failed failed = Replays.failed(Replays.run(server, 1, Map.of()), 0);

    assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failed.message()).isEqualTo("redirected (302) to login.example.org; not followed");
  }

  @Test
  void theAnswerToAnotherRequestIsRefused() throws Exception {
    server.firstInference(
        request -> Optional.of(Answer.of(200, server.answer("another", List.of("1.0")))));

    Observation.Failed failed = Replays.failed(Replays.run(server, 1, Map.of()), 0);

    assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failed.message())
        .startsWith("an answer to request id \"another\", asked was \"")
        .endsWith("-case-0\"");
    assertThat(failed.exchange().orElseThrow().facts()).containsKey(Exchange.REQUEST_ID);
  }

  @Test
  void aPageInThePlaceOfAnAnswerSaysThatTheModelWasNotReached() throws Exception {
    server.first(
        request ->
            Optional.of(
                Answer.of(200, "\n<!DOCTYPE html>\n<html><head><title>\nSign in</title></head>")));

    Run run = Replays.run(server, 1, Map.of());

    assertThat(Replays.failed(run, 0).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(Replays.failed(run, 0).message())
        .isEqualTo(
            "HTTP 200: an HTML page, titled \"Sign in\", in the place of the protocol's answer");
    assertThat(run.health().orElseThrow().ready())
        .isEqualTo(
            Sign.nothing("GET v2/models/sums/ready: 200 with an HTML page, titled \"Sign in\""));
  }

  @Test
  void aRefusalForNowIsWaitedOutAndSaidSo() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.firstInference(
        request ->
            seen.incrementAndGet() <= 2
                ? Optional.of(Answer.of(429, "slow down").with("Retry-After", "0"))
                : Optional.empty());

    Observation.Answered answered = Replays.answered(Replays.run(server, 1, Map.of()), 0);

    Exchange exchange = answered.exchange().orElseThrow();
    assertThat(exchange.facts()).containsEntry(Exchange.REMARK, "asked 2 times to come later");
    assertThat(exchange.phases().waitedNanos()).isGreaterThan(200_000_000L);
    assertThat(answered.latencyNanos()).isEqualTo(exchange.phases().latencyNanos());
  }

  @Test
  void aRefusalForLongerThanPatienceIsTheAnswer() throws Exception {
    server.firstInference(request -> Optional.of(Answer.of(503, "{}").with("Retry-After", "3600")));

    Observation.Failed failed =
        Replays.failed(Replays.run(server, 1, Map.of("backOff.limit", "PT1S")), 0);

    assertThat(failed.message())
        .isEqualTo(
            "HTTP 503 without a message; the server asks to wait 3600 s; the target waits at most"
                + " 1 s");
    assertThat(failed.exchange().orElseThrow().status()).hasValue(503);
    assertThat(server.inferences()).hasSize(2);
  }
}
