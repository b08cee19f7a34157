package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is due when: the same on every database. */
@Timeout(60)
abstract class DueContract extends EvidenceContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What was done, by which of several tables on the same store. */
  private record Done(String by, String name, Instant planned, String memory) {}

  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();

  private DueTable table(DueTable.Duty duty, Clock by) {
    return DueTable.of(store, duty, by, 4, PATIENCE);
  }

  /** On a clock that stands still until the test advances it. */
  private DueTable table(DueTable.Duty duty) {
    return table(duty, clock);
  }

  private DueTable.Duty every(Duration period, String by) {
    return (name, planned, memory) -> {
      done.add(new Done(by, name, planned, memory));
      return new DueTable.Next(planned.plus(period), memory + "+");
    };
  }

  @Test
  void whatIsDueIsDoneAndDueAgainWithItsMemory() throws Exception {
    Instant start = clock.instant();
    try (DueTable table = table(every(Duration.ofSeconds(10), "a"))) {
      table.add("loans", start);
      table.start();
      Done first = done.take();
      clock.advance(Duration.ofSeconds(10));
      Done second = done.take();

      assertThat(first).isEqualTo(new Done("a", "loans", start, ""));
      assertThat(second).isEqualTo(new Done("a", "loans", start.plusSeconds(10), "+"));
    }
    assertThat(done).isEmpty();
  }

  @Test
  void whatIsInTheTableAlreadyKeepsItsInstantUntilItIsMovedOrRemoved() {
    Instant start = clock.instant();
    try (DueTable table = table(every(Duration.ofSeconds(10), "a"))) {
      table.add("loans", start.plusSeconds(5));
      table.add("loans", start.plusSeconds(50));
      table.add("digits", start.plusSeconds(7));
      assertThat(table.planned())
          .containsEntry("loans", new DueTable.Next(start.plusSeconds(5), ""))
          .containsEntry("digits", new DueTable.Next(start.plusSeconds(7), ""));

      table.move("loans", start.plusSeconds(6));
      assertThat(table.remove("digits")).isTrue();
      table.move("nobody", start);
      assertThat(table.remove("nobody")).isTrue();

      assertThat(table.planned()).containsOnlyKeys("loans");
      assertThat(table.planned())
          .containsEntry("loans", new DueTable.Next(start.plusSeconds(6), ""));
    }
  }

  @Test
  void severalProcessesShareWhatIsDueAndNothingIsDoneTwice() throws Exception {
    Clock real = Clock.systemUTC();
    Instant start = real.instant().truncatedTo(ChronoUnit.MILLIS);
    Duration period = Duration.ofMillis(200);
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    List<Done> all = new ArrayList<>();
    try (DueTable one = table(every(period, "one"), real);
        DueTable other = table(every(period, "other"), real)) {
      names.forEach(name -> one.add(name, start));
      one.start();
      other.start();
      while (all.size() < names.size() * 6) {
        all.add(done.take());
      }
    }
    done.drainTo(all);
    assertThat(all.stream().map(d -> d.name() + d.planned())).doesNotHaveDuplicates();
  }

  @Test
  void whatADeadProcessHadBegunIsTakenOverAsItWasPlanned() throws Exception {
    Clock real = Clock.systemUTC();
    Instant start = real.instant().truncatedTo(ChronoUnit.MILLIS);
    try (DueTable dead = table(every(Duration.ofSeconds(10), "dead"), real)) {
      dead.add("loans", start);
      begun("loans", start);
    }
    Clock later = Clock.offset(real, DueTable.TAKEN_OVER);
    try (DueTable living = table(every(Duration.ofDays(1), "living"), later)) {
      living.start();

      assertThat(done.take()).isEqualTo(new Done("living", "loans", start, ""));
    }
  }

  @Test
  void whatALivingProcessHasBegunIsLeftToIt() throws Exception {
    Clock real = Clock.systemUTC();
    Instant start = real.instant().truncatedTo(ChronoUnit.MILLIS);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    DueTable.Duty slow =
        (name, planned, memory) -> {
          // The other name may be taken by either.
          if (name.equals("loans")) {
            begun.countDown();
            awaitUnlessInterrupted(go);
          }
          done.add(new Done("slow", name, planned, memory));
          return new DueTable.Next(planned.plusSeconds(3600), "");
        };
    try (DueTable first = table(slow, real);
        DueTable second = table(every(Duration.ofDays(1), "second"), real)) {
      first.add("loans", start);
      first.start();
      begun.await();
      second.start();
      second.add("digits", start);
      assertThat(done.take().name()).isEqualTo("digits");
      second.move("loans", start);
      assertThat(second.remove("loans")).isFalse();
      go.countDown();

      assertThat(done.take()).isEqualTo(new Done("slow", "loans", start, ""));
    }
  }

  private static void awaitUnlessInterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a process leaves it that was killed while it did what was due. */
  private void begun(String name, Instant at) throws SQLException {
    String sql =
        "update due set picked = ?, picked_by = ?, last_heartbeat = ? where task_instance = ?";
    try (Connection connection = store.dueSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBoolean(1, true);
      statement.setString(2, "dead");
      statement.setTimestamp(3, Timestamp.from(at));
      statement.setString(4, name);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
