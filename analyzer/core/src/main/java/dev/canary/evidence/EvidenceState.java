package dev.canary.evidence;

import java.util.Arrays;
import java.util.Optional;

/**
 * All that evidence remembers of the runs so far: one flat, versioned record of numbers.
 *
 * <p>Layout of format 2, {@link #LENGTH} numbers: the format; runs, alerts and thinned bets so far;
 * counted nanoseconds since the last thinned bet; deposits that wait for the next bet of the fast
 * lane and of the thinned lanes; day of the creep report and nanoseconds into it; the logarithms of
 * what each group of cells holds; the logarithms of the weighted M of each cell (fast, slow,
 * betting, growing); the counts of the growing reference by score and bin; mean S_rms and number of
 * runs for each of thirty days; the mean age of what each cell holds; counted nanoseconds since the
 * last bet of the fast lane. A logarithm may be -infinity, for a cell that holds nothing; all other
 * numbers are finite. Its length is the same for every design.
 *
 * <p>It belongs to one watch and one baseline, and the caller keeps that bond: a new baseline
 * starts from {@link Evidence#start()}. Written to a store and read back it goes on bit for bit.
 */
public final class EvidenceState {

  /** How many numbers there are: never more than 512. */
  public static final int LENGTH = Slots.LENGTH;

  private final double[] numbers;

  /** Owns the array from here on. */
  EvidenceState(double[] numbers) {
    this.numbers = numbers;
  }

  /**
   * The state that {@link #toNumbers} wrote.
   *
   * @throws IllegalArgumentException if the format is another, the length does not fit it, or a
   *     number is none that such a state may hold
   */
  public static EvidenceState of(double[] numbers) {
    if (numbers.length == 0 || numbers[Slots.FORMAT_AT] != Slots.FORMAT) {
      throw new IllegalArgumentException(
          "evidence is of format %s, not %d"
              .formatted(numbers.length == 0 ? "(none)" : numbers[0], Slots.FORMAT));
    }
    if (numbers.length != LENGTH) {
      throw new IllegalArgumentException(
          "evidence has %d numbers, not the %d of its format".formatted(numbers.length, LENGTH));
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean legal =
          Slots.isLogarithm(i)
              ? numbers[i] < Double.POSITIVE_INFINITY
              : numbers[i] >= 0 && numbers[i] < Double.POSITIVE_INFINITY;
      if (!legal) {
        throw new IllegalArgumentException("evidence has " + numbers[i] + " as number " + i);
      }
    }
    return new EvidenceState(numbers.clone());
  }

  /** All numbers, the format first. */
  public double[] toNumbers() {
    return numbers.clone();
  }

  /** How many runs it has seen, those without scores included. */
  public long runs() {
    return (long) numbers[Slots.RUNS];
  }

  /** How many alerts the evidence has raised. */
  public long alerts() {
    return (long) numbers[Slots.ALERTS];
  }

  /** The creep over the last thirty days of counted time; empty before three days had a run. */
  public Optional<Creep> creep() {
    return CreepRing.creep(numbers);
  }

  /** Equal when every number is, bit for bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EvidenceState that && Arrays.equals(numbers, that.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    return "EvidenceState[runs=" + runs() + ", alerts=" + alerts() + "]";
  }
}
