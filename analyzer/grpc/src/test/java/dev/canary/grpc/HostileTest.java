package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.Circuit;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Servers that break the rules of HTTP/2 or of gRPC: each is a failure with a reason, none hangs.
 */
@Timeout(60)
class HostileTest {
  private static final Map<String, String> SHORT =
      Map.of(
          "timeouts.connect", "PT5S",
          "timeouts.total", "PT0.3S",
          "maxAnswer", "1048576",
          "backOff.limit", "PT0.1S");

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          SILENT,                     TIMED_OUT,   within 300 ms
          SILENT_AFTER_HEADERS,       TIMED_OUT,   within 300 ms
          DRIPS_MESSAGE,              TIMED_OUT,   within 300 ms
          DRIPS_HEADERS,              TIMED_OUT,   within 300 ms
          PINGS_FOR_EVER,             TIMED_OUT,   within 300 ms
          RESETS_NO_ERROR,            UNREACHABLE, No error
          RESETS_PROTOCOL_ERROR,      UNREACHABLE, Protocol error
          RESETS_INTERNAL_ERROR,      UNREACHABLE, Internal error
          RESETS_REFUSED_STREAM,      UNREACHABLE, Refused stream
          RESETS_CANCEL,              UNREACHABLE, Cancelled
          RESETS_ENHANCE_YOUR_CALM,   UNREACHABLE, Enhance your calm
          RESETS_INADEQUATE_SECURITY, UNREACHABLE, Inadequate security
          RESETS_MIDWAY,              UNREACHABLE, Internal error
          GOES_AWAY_BEFORE,           UNREACHABLE, Goaway
          GOES_AWAY_MIDWAY,           UNREACHABLE, Goaway
          CLOSES_WITHOUT_ANSWER,      UNREACHABLE, End of stream
          CLOSES_MIDWAY,              UNREACHABLE, End of stream
          RESETS_CONNECTION,          UNREACHABLE, End of stream
          DECLARES_A_GIGABYTE,        BAD_ANSWER,  "target.maxAnswer allows, 1048576 bytes"
          HEADERS_WITHOUT_STATUS,     BAD_ANSWER,  missing GRPC status
          ENDS_WITHOUT_TRAILERS,      BAD_ANSWER,  unexpected EOS
          ENDS_WITHOUT_MESSAGE,       EMPTY,       the server answered nothing
          ENDS_WITH_AN_EMPTY_MESSAGE, EMPTY,       the answer holds no outputs
          ENDS_WITHIN_LENGTH,         BAD_ANSWER,  the answer ends within its message
          ENDS_AFTER_LENGTH,          BAD_ANSWER,  the answer ends within its message
          ENDS_WITHIN_MESSAGE,        BAD_ANSWER,  the answer ends within its message
          UNKNOWN_COMPRESSION,        BAD_ANSWER,  decompressor for br
          RESERVED_FLAGS,             BAD_ANSWER,  reserved bits
          PAGE_200,                   BAD_ANSWER,  status code 200
          PAGE_302,                   UNREACHABLE, status code 302
          PAGE_401,                   NOT_READY,   status code 401
          PAGE_403,                   NOT_READY,   status code 403
          PAGE_404,                   BAD_ANSWER,  status code 404
          PAGE_429,                   NOT_READY,   status code 429
          PAGE_500,                   MODEL_ERROR, status code 500
          PAGE_502,                   NOT_READY,   page: <html> <h1>Bad day</h1> </html>
          PAGE_503,                   NOT_READY,   status code 503
          PAGE_504,                   NOT_READY,   status code 504
          PAGE_WITHOUT_END,           TIMED_OUT,   within 300 ms
          """,
      quoteCharacter = '"')
  void whateverAServerDoesEndsInTimeWithAReason(Behaviour behaviour, Reason reason, String words)
      throws Exception {
    // Closing the server waits until the client has closed every socket.
    try (HostileServer server = new HostileServer(behaviour)) {
      try (Target target = Targets.open(server.address(), SHORT)) {
        PredictionException failure = Targets.failure(target);

        assertThat(failure.getMessage()).contains(words).doesNotContain("\n");
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(failure.exchange().orElseThrow().phases().totalNanos()).isPositive();
      }
      assertThat(LeaksTest.threads()).isEmpty();
    }
  }

  /** What a server is silent after, and the one limit that is short. */
  @ParameterizedTest
  @CsvSource({
    "SILENT, grpc, firstByte, TIMED_OUT, no headers from %s within 200 ms",
    "DRIPS_HEADERS, grpc, firstByte, TIMED_OUT, no headers from %s within 200 ms",
    "SILENT_AFTER_HEADERS, grpc, total, TIMED_OUT, no answer from %s within 200 ms",
    "SAYS_NOTHING_AT_ALL, grpc, connect, UNREACHABLE,"
        + " %s is unreachable: UNAVAILABLE: no connection within 200 ms",
    "SAYS_NOTHING_AT_ALL, grpcs, tls, UNREACHABLE,"
        + " %s is unreachable: UNAVAILABLE: no end of the TLS handshake within 200 ms",
    "SAYS_NOTHING_AT_ALL, grpcs, total, TIMED_OUT, no answer from %s within 200 ms"
  })
  void eachPhaseHasATimeOutOfItsOwn(
      Behaviour behaviour, String scheme, String phase, Reason reason, String message)
      throws Exception {
    try (HostileServer server = new HostileServer(behaviour);
        Target target =
            Targets.open(
                server.address().replace("grpc", scheme), Map.of("timeouts." + phase, "PT0.2S"))) {
      PredictionException failure = Targets.failure(target);

      String host = server.address().replace("grpc://", "").replace("/m", "");
      assertThat(failure).hasMessage(message, host);
      assertThat(failure.reason()).isEqualTo(reason);
      Phases phases = failure.exchange().orElseThrow().phases();
      assertThat(phases.totalNanos()).isBetween(199_000_000L, 1_500_000_000L);
      assertThat(phases.connectNanos()).isPositive();
      assertThat(phases.tlsNanos() > 0).isEqualTo(scheme.equals("grpcs"));
      assertThat(phases.firstByteNanos() > 0)
          .isEqualTo(behaviour == Behaviour.SILENT_AFTER_HEADERS);
    }
  }

  @Test
  void aServerThatSendsMoreThanItMayEndsInTimeByWhatIsNoticedFirst() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.FLOODS);
        Target target = Targets.open(server.address(), SHORT)) {
      assertThat(Targets.failure(target).reason()).isIn(Reason.TIMED_OUT, Reason.BAD_ANSWER);
    }
  }

  @Test
  void headersThatNeverEndAreReadNoLongerThanTheyCanBeKept() throws Exception {
    isCutOff(new HostileServer(Behaviour.FIELDS_FOR_EVER), Map.of());
    isCutOff(HostileServer.overTls(Behaviour.FIELDS_FOR_EVER), Map.of("tls.verify", "off"));
  }

  private static void isCutOff(HostileServer server, Map<String, String> options) throws Exception {
    try (server;
        Target target = Targets.open(server.address(), options)) {
      PredictionException failure = Targets.failure(target);

      assertThat(failure).hasMessageContaining("than 262144 bytes that belong to no answer");
      assertThat(failure.reason()).isEqualTo(Reason.BAD_ANSWER);
    }
  }

  @Test
  void aServerThatIsSilentThriceIsNotAskedAgainInThisReplay() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.SILENT);
        Target target = Targets.open(server.address(), SHORT)) {
      for (int i = 0; i < Circuit.LIMIT; i++) {
        assertThat(Targets.failure(target)).hasMessageStartingWith("no answer from");
      }

      PredictionException unsent = Targets.failure(target);

      assertThat(unsent.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(unsent).hasMessageStartingWith("not sent: 3 requests in a row");
      // Each silence may have been the connection's.
      assertThat(server.connections()).isEqualTo(Circuit.LIMIT);
    }
  }
}
