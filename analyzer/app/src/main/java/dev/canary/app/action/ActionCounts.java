package dev.canary.app.action;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What actions have done since this process started. Safe for threads. */
public final class ActionCounts {
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  /** What came of following a transition of an alert. */
  public enum Result {
    /** It was taken. */
    DELIVERED,
    /** An attempt was not; there may be others. */
    FAILED,
    /** Nobody took it in all the time there was. */
    GAVE_UP,
    /** The alert is silenced, or of a watch on trial. */
    HELD_BACK,
    /** It was only said what would be done. */
    DRY_RUN;

    /** The word in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What one action has done. */
  public static final class Tally {
    private final Map<Result, LongAdder> counts = new EnumMap<>(Result.class);
    private volatile int waiting;

    private Tally() {
      for (Result result : Result.values()) {
        counts.put(result, new LongAdder());
      }
    }

    void add(Result result) {
      adder(result).increment();
    }

    void waits(int transitions) {
      waiting = transitions;
    }

    /** How often this came of it. */
    public long count(Result result) {
      return adder(result).sum();
    }

    /** Transitions that it has yet to follow, and tried to or may not yet. */
    public int waiting() {
      return waiting;
    }

    private LongAdder adder(Result result) {
      return counts.getOrDefault(result, new LongAdder());
    }
  }

  /** That of an action, which has done nothing when it is asked for first. */
  public Tally of(String action) {
    return tallies.computeIfAbsent(action, name -> new Tally());
  }

  /** Forgets those of all other actions. */
  void keep(Set<String> actions) {
    tallies.keySet().retainAll(actions);
  }

  /** All of them, by the name of the action. */
  public SortedMap<String, Tally> all() {
    return new TreeMap<>(tallies);
  }
}
