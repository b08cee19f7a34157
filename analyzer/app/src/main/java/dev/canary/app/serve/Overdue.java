package dev.canary.app.serve;

import dev.canary.schedule.Rota;
import dev.canary.store.DueTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What fell due while no daemon ran. A few watches are made up for at once and the others one after
 * the other, so that what is due now does not wait for a thousand of them; whose own turn comes
 * first is passed over until then.
 */
final class Overdue {
  private static final int AT_ONCE = 32;
  private static final Duration APART = Duration.ofMillis(100);

  private Overdue() {}

  /**
   * A watch that is overdue.
   *
   * @param planned when it was due, and what its last run left
   * @param next when it is due anyway
   */
  private record Late(Post post, DueTable.Next planned, Instant next) {}

  /** Gives each watch that is overdue its turn, those first whose own is the furthest. */
  static void spread(DueTable table, Roster roster, Board board, Instant now) {
    Instant turn = now;
    List<Late> late = late(table.planned(), roster, now);
    for (Late each : late.subList(Math.min(AT_ONCE, late.size()), late.size())) {
      String name = each.post().watch().name();
      turn = turn.plus(APART);
      if (turn.isBefore(each.next())) {
        String memory = Rounds.madeUp(each.planned());
        table.move(name, new DueTable.Next(turn, memory));
      } else {
        Rota.Missed missed = each.post().rota().newest(each.planned().at(), now);
        board.skipped(name, 1 + missed.passedOver());
        table.move(name, new DueTable.Next(each.next(), each.planned().memory()));
      }
    }
  }

  private static List<Late> late(Map<String, DueTable.Next> planned, Roster roster, Instant now) {
    List<Late> late = new ArrayList<>();
    planned.forEach(
        (name, each) ->
            roster
                .post(name)
                .filter(post -> each.at().isBefore(now))
                .ifPresent(post -> late.add(new Late(post, each, post.rota().next(now)))));
    late.sort(Comparator.comparing(Late::next).reversed());
    return late;
  }
}
