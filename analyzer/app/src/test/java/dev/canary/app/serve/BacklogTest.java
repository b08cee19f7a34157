package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import dev.canary.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a daemon says of its store, with the time in the test's hand. */
class BacklogTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private Runnable asked = () -> {};
  private final Backlog backlog = new Backlog(new Asked(), nanos::get);

  @Test
  void aStoreThatAnswersIsNoTrouble() {
    assertThat(backlog.seen().waiting()).isZero();

    backlog.look();

    assertThat(backlog.seen().waiting()).isEqualTo(7);
    assertThat(backlog.seen().trouble()).isEmpty();
    assertThat(backlog.wasTroubled(Duration.ofDays(1))).isFalse();
  }

  @Test
  void aStoreThatIsAwayIsToldWithWhatWasSeenBefore() {
    backlog.look();
    asked =
        () -> {
          throw new StoreException("the store cannot be reached");
        };
    backlog.look();

    assertThat(backlog.seen().waiting()).isEqualTo(7);
    assertThat(backlog.seen().trouble()).contains("the store cannot be reached");

    asked = () -> {};
    backlog.look();
    assertThat(backlog.seen().trouble()).isEmpty();

    assertThat(backlog.wasTroubled(Duration.ofMinutes(1))).isTrue();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(backlog.wasTroubled(Duration.ofMinutes(1))).isFalse();
  }

  @Test
  void aStoreThatHangsIsToldWhileItDoes() {
    asked =
        () -> {
          assertThat(backlog.seen().trouble()).isEmpty();
          nanos.addAndGet(Duration.ofSeconds(9).toNanos());
          assertThat(backlog.seen().trouble()).contains("the store has not answered for 9 s");
        };
    backlog.look();

    assertThat(backlog.seen().trouble()).isEmpty();
    assertThat(backlog.wasTroubled(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void aStoreThatIsReadAndNotWrittenIsTroubleUntilItIsWritten() {
    backlog.look();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                backlog.write(
                    () -> {
                      throw new StoreException("no room");
                    }));
    backlog.look();
    assertThat(backlog.seen().trouble()).contains("no room");

    backlog.write(() -> {});
    assertThat(backlog.seen().trouble()).isEmpty();
  }

  @Test
  void whatFailsAgainAndAgainIsTroubleUntilItFailsNoMore() {
    backlog.look();
    for (int i = 0; i < 5; i++) {
      backlog.failed(new StoreException("no room"));
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      backlog.write(() -> {});
      assertThat(backlog.seen().trouble()).contains("no room");
    }
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(backlog.seen().trouble()).isEmpty();
    assertThat(backlog.wasTroubled(Duration.ofMinutes(1))).isTrue();
  }

  /** Seven events wait; asking for them takes what the test says. */
  private final class Asked implements Outbox {
    @Override
    public int size() {
      asked.run();
      return 7;
    }

    @Override
    public List<OutgoingEvent> waiting(int skip, int atMost) {
      return List.of();
    }

    @Override
    public void delivered(Collection<String> ids) {
      throw new AssertionError("only looked at");
    }

    @Override
    public void keepNewest(int atMost) {
      throw new AssertionError("only looked at");
    }

    @Override
    public boolean asOnlyRelay(Runnable task) {
      throw new AssertionError("only looked at");
    }
  }
}
