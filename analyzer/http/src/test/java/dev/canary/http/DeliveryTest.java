package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.format.Mask;
import dev.canary.http.wire.TlsSettings;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireException.Kind;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patience and its ends, by a clock that goes only when somebody waits. */
class DeliveryTest {
  private static final WireRequest REQUEST = WireRequest.get("infer");

  private final long[] now = {0};
  private final int[] sent = {0};

  private final Ticks ticks =
      new Ticks() {
        @Override
        public long nanos() {
          return now[0];
        }

        @Override
        public void sleep(long nanos) {
          now[0] += nanos;
        }
      };

  /** What a server does. */
  @FunctionalInterface
  private interface Does {
    WireAnswer answer() throws WireException;
  }

  private Delivery delivery(Does does) {
    Sender sender =
        new Sender() {
          @Override
          public WireAnswer send(WireRequest request) throws WireException {
            sent[0]++;
            return does.answer();
          }

          @Override
          public void close() {}
        };
    Held held =
        new Held(
            Optional.empty(),
            Optional.empty(),
            new Held.Tls(
                Optional.empty(), Optional.empty(), Optional.empty(), TlsSettings.Verification.ON),
            new Mask());
    Line line = new Line(sender, sender, held, new Tokens(ticks), Map.of());
    return new Delivery(line, new BackOff(Duration.ofSeconds(10)), ticks, InstantSource.system());
  }

  private static WireAnswer busy(String retryAfter) {
    return WireAnswer.of(503, Map.of("Retry-After", retryAfter), new byte[0]);
  }

  private static WireException failure(Kind kind) {
    return new WireException(kind, "why", WireException.Received.NOTHING);
  }

  @Test
  void theWaitForAnAnswerCountsFromWhenItWasDue() throws Exception {
    Delivery delivery =
        delivery(() -> sent[0] == 1 ? busy("3") : WireAnswer.of(200, Map.of(), new byte[0]));

    Delivery.Delivered delivered = delivery.send(REQUEST, "id", 500);

    assertThat(delivered.waitedNanos()).isEqualTo(3_000_000_500L);
    assertThat(delivered.refusals()).isOne();
  }

  @Test
  void aServerThatRefusesRequestsToTheEndIsNotWaitedForAgain() throws Exception {
    Delivery delivery = delivery(() -> busy("4"));
    for (int i = 0; i < 100; i++) {
      assertThat(delivery.send(REQUEST, "id-" + i, 0).answer().status()).isEqualTo(503);
    }

    // Two waits of 4 s each: no other one is within the limit of 10 s.
    assertThat(now[0]).isEqualTo(8_000_000_000L);
    assertThat(sent[0]).isEqualTo(3 + 99);
  }

  @Test
  void anAnswerGivesBackThePatience() throws Exception {
    Delivery delivery =
        delivery(() -> sent[0] == 4 ? WireAnswer.of(200, Map.of(), new byte[0]) : busy("4"));
    for (int i = 0; i < 10; i++) {
      delivery.send(REQUEST, "id-" + i, 0);
    }

    assertThat(now[0]).isEqualTo(16_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, UNREACHABLE, 3",
    "NO_ROUTE, UNREACHABLE, 3",
    "REFUSED, UNREACHABLE, 3",
    "CONNECT_TIMEOUT, UNREACHABLE, 3",
    "TLS, UNREACHABLE, 3",
    "TLS_TIMEOUT, UNREACHABLE, 3",
    "FIRST_BYTE_TIMEOUT, TIMED_OUT, 3",
    "TOTAL_TIMEOUT, TIMED_OUT, 3",
    "RESET, UNREACHABLE, 10",
    "TOO_LARGE, BAD_ANSWER, 10",
    "MALFORMED_HTTP, BAD_ANSWER, 10",
    "LOCAL, OWN_FAULT, 10",
    "STARVED, STARVED, 10"
  })
  void aServerThatIsSilentIsSparedAfterThreeRequests(Kind kind, Reason reason, int requests)
      throws Exception {
    Delivery delivery =
        delivery(
            () -> {
              throw failure(kind);
            });

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(
              () -> {
                delivery.check();
                delivery.send(REQUEST, "id", 0);
              })
          .isInstanceOfSatisfying(
              PredictionException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
    assertThat(sent[0]).isEqualTo(requests);
  }

  @Test
  void anAnswerInBetweenSparesNobody() throws Exception {
    Delivery delivery =
        delivery(
            () -> {
              if (sent[0] % 3 == 0) {
                return WireAnswer.of(200, Map.of(), new byte[0]);
              }
              throw failure(Kind.REFUSED);
            });

    for (int i = 1; i <= 30; i++) {
      delivery.check();
      try {
        delivery.send(REQUEST, "id", 0);
      } catch (PredictionException e) {
        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
      }
    }
    assertThat(sent[0]).isEqualTo(30);
  }

  @Test
  void aFailureOfThisProcessIsSaidToBeItsOwn() {
    Delivery delivery =
        delivery(
            () -> {
              throw failure(Kind.LOCAL);
            });

    assertThatThrownBy(() -> delivery.send(REQUEST, "id", 0)).hasMessage("why");
  }
}
