package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.serve.Backlog.Destination;
import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import dev.canary.format.Events;
import dev.canary.store.Store;
import dev.canary.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon knows of its store, without waiting for it. */
class BacklogTest {
  private static final Instant OLDEST = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder = Path.of("");

  private long nanos;
  private boolean away;

  /** A store of two events that may be away. */
  private final class Waiting implements Outbox {
    @Override
    public List<OutgoingEvent> waiting(int skip, int atMost) {
      return List.of(Events.tombstone("w", OLDEST));
    }

    @Override
    public int size() {
      if (away) {
        return closed().size();
      }
      return 2;
    }

    @Override
    public void delivered(Collection<String> ids) {}

    @Override
    public boolean asOnlyRelay(Runnable task) {
      return false;
    }
  }

  /** That of a store that is no more. */
  private Outbox closed() {
    Store store = Store.open(StoreSettings.sqlite(folder.resolve("state.db")), Clock.systemUTC());
    store.close();
    return store.outbox();
  }

  private Backlog backlog(Destination destination) {
    return new Backlog(new Waiting(), destination, () -> nanos);
  }

  @Test
  void aStoreThatFailsIsNamedUntilItAnswersAndWhatWaitedIsRemembered() {
    Backlog backlog = backlog(Destination.BROKER);
    backlog.look();
    assertThat(backlog.waiting()).isEqualTo(2);
    assertThat(backlog.oldest()).contains(OLDEST);
    assertThat(backlog.fault()).isEmpty();

    away = true;
    backlog.look();
    assertThat(backlog.fault()).isPresent();
    assertThat(backlog.waiting()).isEqualTo(2);

    away = false;
    backlog.look();
    assertThat(backlog.fault()).isEmpty();
  }

  @Test
  void aStoreThatHoldsUpWhoeverLooksIsToldToo() {
    Backlog backlog = backlog(Destination.BROKER);
    backlog.look();
    nanos += Duration.ofSeconds(11).toNanos();

    assertThat(backlog.fault()).contains("the store does not answer");
  }

  @Test
  void whatWaitsForNoBrokerIsNoBacklog() {
    Backlog backlog = backlog(Destination.NONE);
    backlog.look();

    assertThat(backlog.waiting()).isZero();
    assertThat(backlog.oldest()).isEqualTo(Optional.empty());
  }
}
