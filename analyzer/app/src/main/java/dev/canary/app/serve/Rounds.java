package dev.canary.app.serve;

import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Phase;
import dev.canary.app.job.CannotRunException;
import dev.canary.format.FormatException;
import dev.canary.schedule.Rota;
import dev.canary.store.DueTable;
import dev.canary.store.DuplicateRunException;
import dev.canary.store.StoreException;
import dev.canary.watch.Tier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is done when a watch is due, and when it is due again.
 *
 * <p>Instants that were missed collapse into the newest of them; those that pass while a run lasts
 * are passed over. What is remembered of a watch beside its next instant is when its whole suite
 * last ran.
 */
final class Rounds implements DueTable.Duty {
  /** A name that is in nobody's files may come back, or ends soon. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(1);

  private final Supplier<Roster> roster;
  private final Predicate<String> isElsewhere;
  private final Runner runner;
  private final Board board;
  private final Clock clock;
  private final Consumer<StoreException> trouble;

  /**
   * @param isElsewhere tells whether another daemon of the store has a watch
   * @param trouble is told why the store cannot be used
   */
  Rounds(
      Supplier<Roster> roster,
      Predicate<String> isElsewhere,
      Runner runner,
      Board board,
      Clock clock,
      Consumer<StoreException> trouble) {
    this.roster = roster;
    this.isElsewhere = isElsewhere;
    this.runner = runner;
    this.board = board;
    this.clock = clock;
    this.trouble = trouble;
  }

  @Override
  public void failed(StoreException why) {
    trouble.accept(why);
  }

  @Override
  public DueTable.Next perform(String name, Instant planned, String text) {
    Memory memory = Memory.of(text);
    Instant due = memory.due().orElse(planned);
    return roster
        .get()
        .post(name)
        .map(post -> perform(post, due, memory.golden()))
        .orElseGet(() -> leave(name, planned, memory.with(due)));
  }

  /**
   * One that another daemon has stays due, and that daemon looks within its next poll: every
   * daemon's polls are equally far apart. Put off, it could be found by this one again and again.
   */
  private DueTable.Next leave(String name, Instant planned, Memory memory) {
    Instant soon = clock.instant().plus(LEFT_ALONE).truncatedTo(ChronoUnit.MILLIS);
    return isElsewhere.test(name)
        ? new DueTable.Next(planned, memory.toString())
        : new DueTable.Next(soon, memory.toString());
  }

  /** What is remembered of a watch that is made up for later, and not at once. */
  static String madeUp(DueTable.Next planned) {
    Memory memory = Memory.of(planned.memory());
    return memory.with(memory.due().orElse(planned.at())).toString();
  }

  /**
   * What is remembered of a watch beside its next instant.
   *
   * @param golden when its whole suite last ran; empty if it never did
   * @param due the instant of a run that was left to other daemons, or for later
   */
  private record Memory(String golden, Optional<Instant> due) {
    private static final String LEFT = " left ";

    static Memory of(String text) {
      int left = text.indexOf(LEFT);
      return left < 0
          ? new Memory(text, Optional.empty())
          : new Memory(
              text.substring(0, left),
              Optional.of(Instant.parse(text.substring(left + LEFT.length()))));
    }

    Memory with(Instant instant) {
      return new Memory(golden, Optional.of(instant));
    }

    @Override
    public String toString() {
      return golden + due.map(at -> LEFT + at).orElse("");
    }
  }

  private DueTable.Next perform(Post post, Instant planned, String memory) {
    String name = post.watch().name();
    Instant now = clock.instant();
    Rota.Missed missed = post.rota().newest(planned, now);
    Instant due = missed.due();
    if (post.rota().isClosed(due)) {
      return next(post, post.rota().next(later(due, now)), memory);
    }
    board.skipped(name, missed.passedOver());
    Tier tier = post.rota().tierAt(due, parsed(memory));
    board.started(name, tier, Duration.between(due, now));
    try {
      AlertState alerts = runner.run(post.watch(), tier, due);
      return after(post, due, tier, memory, alerts.phase());
    } catch (DuplicateRunException | InOrder.OvertakenException e) {
      // Another daemon, or this one before it was ended, has recorded it, or a later one.
      return after(post, due, tier, memory, Phase.QUIET);
    } catch (CancellationException e) {
      return new DueTable.Next(planned, memory);
    } catch (StoreException e) {
      failed(e);
      board.failed(name, String.valueOf(e.getMessage()));
    } catch (CannotRunException e) {
      board.failed(name, String.valueOf(e.getMessage()));
    } catch (FormatException e) {
      board.failed(name, e.summary());
    } catch (RuntimeException | Error e) {
      // Nobody else would tell an error: the scheduler only tries again.
      board.failed(name, "unexpected " + e);
    }
    return after(post, due, tier, memory, Phase.QUIET);
  }

  /** A whole suite that left something pending is replayed whole again. */
  private DueTable.Next after(Post post, Instant due, Tier tier, String memory, Phase phase) {
    Instant end = later(due, clock.instant());
    boolean pending = phase == Phase.PENDING;
    String golden = tier == Tier.GOLDEN && !pending ? due.toString() : memory;
    board.skipped(post.watch().name(), post.rota().newest(due, end).passedOver());
    return next(post, pending ? post.rota().recheck(end) : post.rota().next(end), golden);
  }

  private DueTable.Next next(Post post, Instant at, String memory) {
    board.due(post.watch().name(), at);
    return new DueTable.Next(at, memory);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Optional<Instant> parsed(String memory) {
    return memory.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(memory));
  }
}
