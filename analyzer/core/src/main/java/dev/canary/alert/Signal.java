package dev.canary.alert;

import dev.canary.evidence.RunEvidence;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the alert machine is told of a watch. */
public sealed interface Signal {
  /** When it is so: for a run, the instant it was due. */
  Instant at();

  /**
   * Where evidence over runs is on its way to its threshold.
   *
   * @param part how far, in powers of ten: 0 is where it begins, 1 the threshold
   * @param rising true if it is half the way up or more, and climbs: not fine
   * @param runs about how many runs ago what it speaks of began, this one included
   * @param age about how long before this run that was
   */
  record Way(double part, boolean rising, int runs, Duration age) {
    /** As far as noise brings it. */
    public static final Way AT_REST = new Way(0, false, 1, Duration.ZERO);

    /** Where a run has brought it. */
    public static Way of(RunEvidence evidence) {
      int runs = evidence.runsSince();
      Duration age = evidence.input().interval().multipliedBy(runs - 1);
      return new Way(evidence.way(), evidence.isRising(), runs, age);
    }
  }

  /**
   * A run was judged.
   *
   * @param run its id
   * @param tier how much of the suite was sent: a smoke run counts against a watch, and for it only
   *     where what is wrong would show in it
   * @param level of its verdict
   * @param complaints what it tells
   * @param evidence what many runs show together
   */
  record Ran(
      String run, Instant at, Tier tier, Level level, List<Complaint> complaints, Way evidence)
      implements Signal {
    public Ran {
      complaints = List.copyOf(complaints);
    }

    /** The same, with nothing said of evidence. */
    Ran calm() {
      return new Ran(run, at, tier, level, complaints, Way.AT_REST);
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
