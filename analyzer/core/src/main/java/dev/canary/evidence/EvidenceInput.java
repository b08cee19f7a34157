package dev.canary.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * All that a step of evidence is made of, but for the captures and the scores of the run: kept
 * beside a run's answers, it lets anybody make the step again, bit for bit.
 *
 * @param origin where the state comes from
 * @param before the state before the run
 * @param elapsed since the last counted run, as the clock has it
 * @param interval between two runs, as the schedule has it
 * @param share of the budget that the watch had
 */
public record EvidenceInput(
    Origin origin, EvidenceState before, Duration elapsed, Duration interval, BudgetShare share) {

  private static final int FORMAT = 1;
  private static final int STATE = 11;

  /** Where the state before a run comes from. */
  public enum Origin {
    /** From the last counted run. */
    HELD(0),
    /** There was none: this is the first counted run. */
    FIRST(1),
    /** Afresh: what was held speaks against another baseline. */
    OTHER_BASELINE(2),
    /** Afresh: what was held was written in a format that this version does not know. */
    OTHER_FORMAT(3),
    /** Afresh: what was held speaks of a model at another place. */
    OTHER_PLACE(4);

    private final int number;

    Origin(int number) {
      this.number = number;
    }
  }

  /**
   * The input of the next step.
   *
   * @param held what the watch holds; empty before its first run
   * @param evidence of the watch against the baseline of this run
   * @param baselineDigest of that baseline
   * @param due when the run was due
   */
  public static EvidenceInput next(
      Optional<HeldEvidence> held,
      Evidence evidence,
      String baselineDigest,
      Instant due,
      Duration interval) {
    if (held.isEmpty()) {
      return new EvidenceInput(
          Origin.FIRST, evidence.start(), interval, interval, evidence.share());
    }
    Duration elapsed = Duration.between(held.get().countedAt(), due);
    if (!held.get().baselineDigest().equals(baselineDigest)) {
      return new EvidenceInput(
          Origin.OTHER_BASELINE, evidence.start(), elapsed, interval, evidence.share());
    }
    try {
      EvidenceState before = EvidenceState.of(held.get().numbers());
      return new EvidenceInput(Origin.HELD, before, elapsed, interval, evidence.share());
    } catch (IllegalArgumentException e) {
      // Not worth a run that cannot be recorded: it is told, and accumulates anew.
      return new EvidenceInput(
          Origin.OTHER_FORMAT, evidence.start(), elapsed, interval, evidence.share());
    }
  }

  /** The same step made afresh: what was held speaks of a model at another place. */
  public EvidenceInput atAnotherPlace(Evidence evidence) {
    return new EvidenceInput(
        Origin.OTHER_PLACE, evidence.start(), elapsed, interval, evidence.share());
  }

  /** All of it as numbers, the format first. */
  public double[] toNumbers() {
    Budget budget = share.budget();
    double[] head = {
      FORMAT,
      origin.number,
      elapsed.toSeconds(),
      elapsed.toNanosPart(),
      interval.toSeconds(),
      interval.toNanosPart(),
      budget.falseAlerts(),
      budget.period().toSeconds(),
      budget.period().toNanosPart(),
      budget.delta(),
      share.share()
    };
    double[] state = before.toNumbers();
    double[] all = Arrays.copyOf(head, STATE + state.length);
    System.arraycopy(state, 0, all, STATE, state.length);
    return all;
  }

  /**
   * The input that {@link #toNumbers} wrote.
   *
   * @throws IllegalArgumentException if it is none of this format
   */
  public static EvidenceInput of(double[] numbers) {
    if (numbers.length < STATE || numbers[0] != FORMAT) {
      throw new IllegalArgumentException(
          "a stored step of evidence is of a format that this version does not know");
    }
    Budget budget = new Budget(numbers[6], duration(numbers, 7), numbers[9]);
    return new EvidenceInput(
        origin(numbers[1]),
        EvidenceState.of(Arrays.copyOfRange(numbers, STATE, numbers.length)),
        duration(numbers, 2),
        duration(numbers, 4),
        new BudgetShare(budget, numbers[10]));
  }

  private static Origin origin(double number) {
    return Arrays.stream(Origin.values())
        .filter(origin -> origin.number == number)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no origin has the number " + number));
  }

  private static Duration duration(double[] numbers, int at) {
    return Duration.ofSeconds((long) numbers[at], (long) numbers[at + 1]);
  }
}
