package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.grpc.Address.Scheme;
import dev.canary.target.LoadException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialTest {
  private final Timeouts timeouts = timeouts();

  private static Timeouts timeouts() {
    try {
      return Timeouts.of(Map.of("timeouts.connect", "PT1S", "timeouts.tls", "PT3S"));
    } catch (LoadException e) {
      throw new AssertionError(e);
    }
  }

  /** A channel keeps its dial when a connection ends, and dials again for a later call. */
  @ParameterizedTest
  @EnumSource
  void aConnectionThatWasBeforeACallTakesNoneOfItsTime(Scheme scheme) {
    Dial dial = new Dial(scheme);
    dial.begun();
    dial.connected();
    dial.secured();
    long later = System.nanoTime() + Duration.ofHours(1).toNanos();

    assertThat(dial.awaited(timeouts, later).untilNanos())
        .isEqualTo(later + Duration.ofSeconds(1).toNanos());
    assertThat(dial.spentSince(later).tlsNanos()).isZero();
    dial.begun();
    assertThat(dial.awaited(timeouts, later).untilNanos())
        .isEqualTo(later + Duration.ofSeconds(1).toNanos());
  }

  @Test
  void eachStepHasATimeOfItsOwn() {
    Dial dial = new Dial(Scheme.TLS);
    long begin = System.nanoTime();
    dial.begun();
    assertThat(dial.awaited(timeouts, begin).most()).isEqualTo(Duration.ofSeconds(1));
    dial.connected();
    assertThat(dial.awaited(timeouts, begin).most()).isEqualTo(Duration.ofSeconds(3));
    assertThat(dial.awaited(timeouts, begin).untilNanos())
        .isGreaterThan(begin + Duration.ofSeconds(3).toNanos());
    dial.secured();
    assertThat(dial.awaited(timeouts, begin).most()).isEqualTo(Duration.ofSeconds(1));
    assertThat(dial.spentSince(begin).tlsNanos()).isPositive();
    assertThat(dial.changes()).isEqualTo(3);
  }
}
