package dev.canary.alert;

import dev.canary.watch.Tier;

/**
 * How evidence over runs climbed to an open alert, and whether it climbs again.
 *
 * <p>Evidence begins anew at an alert: a fault that lasts brings it up again in about as many runs.
 * It fades for long after a fault, so that its height says little; that it climbs no higher does.
 *
 * @param runs how many it takes to show what is wrong; 0 where a single run does
 * @param peak how far it came since it last began anew: {@link Signal.Way#part}
 * @param calm how many runs since then brought it no further
 */
public record Ascent(int runs, double peak, int calm) {
  /** Of an alert that evidence did not open. */
  public static final Ascent NONE = new Ascent(0, 0, 0);

  /** How many calm runs end what evidence showed, as a multiple of those it took. */
  private static final int TIMES = 2;

  /** True for a run that brings evidence higher than it was since the alert was opened. */
  boolean isFed(Signal.Ran run) {
    return run.evidence().rising() && run.evidence().part() > peak;
  }

  /**
   * The same after one more run. Evidence that crosses its threshold begins anew, and how long it
   * took is better known: the first time, chance had it rise before the fault began, or not. But
   * chance also brings it up in a few runs, which must not end the alert of what takes many.
   *
   * <p>A run that cannot be compared, or only in part, says nothing of it.
   */
  Ascent after(Signal.Ran run) {
    if (run.complaints().stream().anyMatch(c -> c.kind() == Complaint.Kind.EVIDENCE)) {
      return new Ascent(runs == 0 ? 0 : Math.max(run.evidence().runs(), runs / 2), 0, 0);
    }
    if (isFed(run)) {
      return new Ascent(runs, run.evidence().part(), 0);
    }
    boolean compared =
        switch (run.level()) {
          case HEALTHY, DRIFTED -> run.tier() == Tier.GOLDEN;
          case BROKEN, INCONCLUSIVE -> false;
        };
    return compared ? new Ascent(runs, peak, calm + 1) : this;
  }

  /** True when what lasts would have brought evidence up again by now. */
  boolean isOver() {
    return calm >= TIMES * runs;
  }
}
