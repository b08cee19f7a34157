package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000;

  /** A clock that goes only when somebody waits, and then a little too far. */
  private static final class Fake implements Ticks {
    private final List<Long> slept = new ArrayList<>();
    private long now = 17;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void sleep(long nanos) {
      if (nanos > 0) {
        slept.add(nanos);
        now += nanos + 60_000;
      }
    }
  }

  private final Fake ticks = new Fake();

  @Test
  void withoutARateACaseIsDueWhenItIsSent() throws Exception {
    Pace pace = new Pace(OptionalDouble.empty(), ticks);

    assertThat(List.of(pace.await(1), pace.await(100))).containsOnly(0L);
    assertThat(ticks.slept).isEmpty();
  }

  @Test
  void rowsAreDueByTheScheduleWhateverTheClockOversleeps() throws Exception {
    Pace pace = new Pace(OptionalDouble.of(100), ticks);

    for (int row = 0; row < 5; row++) {
      assertThat(pace.await(1)).isZero();
    }

    assertThat(ticks.nanos()).isEqualTo(17 + 40 * MILLI + 60_000);
  }

  @Test
  void whatIsSentLateCarriesTheDelayUntilTheSenderHasCaughtUp() throws Exception {
    Pace pace = new Pace(OptionalDouble.of(100), ticks);
    assertThat(pace.await(1)).isZero();
    ticks.now += 35 * MILLI;

    assertThat(pace.await(1)).isEqualTo(25 * MILLI);
    assertThat(pace.await(1)).isEqualTo(15 * MILLI);
    assertThat(pace.await(1)).isEqualTo(5 * MILLI);
    assertThat(pace.await(1)).isZero();
    assertThat(ticks.slept).containsExactly(5 * MILLI);
  }

  @Test
  void aCaseOfManyRowsTakesTheirTime() throws Exception {
    Pace pace = new Pace(OptionalDouble.of(1000), ticks);

    pace.await(50);
    pace.await(1);

    assertThat(ticks.slept).containsExactly(50 * MILLI);
  }
}
