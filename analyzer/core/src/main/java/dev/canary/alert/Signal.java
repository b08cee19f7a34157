package dev.canary.alert;

import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the alert machine is told of a watch. */
public sealed interface Signal {
  /** When it is so: for a run, the instant it was due. */
  Instant at();

  /** How far evidence over runs is on its way to its threshold. */
  enum Way {
    /** As far as noise brings it. */
    AT_REST,
    /** A quarter of the way: fine, and where the way to an alert began if it ends there. */
    STIRRING,
    /** Half the way: not fine. */
    RISING
  }

  /**
   * A run was judged.
   *
   * @param run its id
   * @param tier how much of the suite was sent: a smoke run counts against a watch, and for it only
   *     where what is wrong would show in it
   * @param level of its verdict
   * @param complaints what it tells
   * @param evidence how far what many runs show together is on its way to its threshold
   */
  record Ran(
      String run, Instant at, Tier tier, Level level, List<Complaint> complaints, Way evidence)
      implements Signal {
    public Ran {
      complaints = List.copyOf(complaints);
    }
  }

  /** Time passed; nothing else happened. */
  record Passed(Instant at) implements Signal {}

  /**
   * A person has taken an alert over: it is not reminded of any more until it gets worse.
   *
   * @param alert its id; of another alert nothing is changed
   * @param by who
   * @param note what they say
   */
  record Acknowledged(Instant at, String alert, String by, Optional<String> note)
      implements Signal {}

  /** The watch is no more: whatever was open is over, and nothing is remembered. */
  record Removed(Instant at) implements Signal {}
}
