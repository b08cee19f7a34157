package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Place;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole replays against a server on this machine. */
@Timeout(60)
class HttpTargetTest {
  @AutoClose private final ModelStub server = ModelStub.start();

  @Test
  void isFoundByItsType() {
    assertThat(ServiceLoader.load(TargetProvider.class))
        .extracting(TargetProvider::type)
        .contains("http", "command");
  }

  @Test
  void everyCaseIsAnsweredWithWhatCameOverTheWire() throws Exception {
    Run run = Replays.run(server, 5, Map.of());

    assertThat(run.failed()).isZero();
    for (int k = 0; k < 5; k++) {
      Observation.Answered answered = Replays.answered(run, k);
      assertThat(Replays.sums(run, k)).containsExactly(k + 0.5);
      Exchange exchange = answered.exchange().orElseThrow();
      assertThat(exchange.status()).hasValue(200);
      assertThat(new String(exchange.answer(), StandardCharsets.UTF_8)).contains("model_version");
      assertThat(exchange.facts())
          .containsEntry(Exchange.VERSION, "1")
          .containsKey(Exchange.REQUEST_ID)
          .doesNotContainKey(Exchange.CACHED);
      assertThat(exchange.phases().totalNanos()).isPositive();
      assertThat(exchange.phases().waitedNanos()).isZero();
    }
    // The connection of the first case serves the others.
    assertThat(Replays.answered(run, 0).exchange().orElseThrow().phases().connectNanos())
        .isPositive();
    assertThat(Replays.answered(run, 4).exchange().orElseThrow().phases().connectNanos()).isZero();
  }

  @Test
  void everyRequestIsMarkedAndHasAnIdOfItsOwn() throws Exception {
    Replays.run(server, 3, Map.of("headers", "X-Tenant: blue"));
    Replays.run(server, 3, Map.of());

    assertThat(server.requests())
        .allSatisfy(
            request -> {
              assertThat(request.header("user-agent")).startsWith("canary-analyzer/");
              assertThat(request.header("x-canary-probe")).isNotEmpty();
            });
    assertThat(server.inferences())
        .extracting(request -> request.header("x-canary-probe"))
        .doesNotHaveDuplicates();
    assertThat(server.inferences().get(1).header("x-canary-probe")).endsWith("-case-1");
    assertThat(server.inferences().get(1).text())
        .contains(server.inferences().get(1).header("x-canary-probe"));
    assertThat(server.inferences().get(0).header("x-tenant")).isEqualTo("blue");
  }

  @Test
  void severalThreadsMaySendAtOnce() throws Exception {
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier four = new CyclicBarrier(4);
    server.firstInference(
        request -> {
          most.accumulateAndGet(under.incrementAndGet(), Math::max);
          meet(four);
          under.decrementAndGet();
          return Optional.empty();
        });

    try (Target target = Replays.open(server.address(), Map.of("concurrency", "4"))) {
      Run run = Replays.run(target, Replays.rows(100), Replays.threads());

      assertThat(run.failed()).isZero();
      for (int k = 0; k < 100; k++) {
        assertThat(Replays.sums(run, k)).containsExactly(k + 0.5);
      }
      assertThat(most).hasValue(4);
    }
  }

  @Test
  void warmUpIsSentFirstAndNotCounted() throws Exception {
    Run run = Replays.run(server, 2, Map.of("warmUp.requests", "5"));

    assertThat(run.health().orElseThrow().warmUp().latenciesNanos()).hasSize(5);
    assertThat(server.inferences()).hasSize(7);
    assertThat(run.failed()).isZero();
  }

  @Test
  void aNonceRowIsSentAndItsAnswerTakenOut() throws Exception {
    Run run = Replays.run(server, 3, Map.of("nonce", "row"));

    assertThat(Replays.sums(run, 2)).containsExactly(2.5);
    assertThat(server.inferences().get(0).text()).contains("\"shape\":[2,2]");
    assertThat(run.model().provenance()).containsEntry("request.nonce", "row");
    assertThat(
            server.inferences().stream().map(ModelStub.Request::data).collect(Collectors.toSet()))
        .hasSize(3);
  }

  @Test
  void severalAddressesAreSeveralTargets() {
    assertThatThrownBy(
            () ->
                new HttpProvider()
                    .open(
                        Replays.spec(server.address(), Map.of())
                            .with(
                                new Place.Server(
                                    List.of(server.address(), URI.create("http://b:1"))))))
        .isInstanceOf(LoadException.class)
        .hasMessage("target.model names 2 addresses; each is a target of its own");
  }

  /** Goes on once as many are here as are waited for. */
  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
