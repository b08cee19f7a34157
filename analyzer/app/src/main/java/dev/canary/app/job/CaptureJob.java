package dev.canary.app.job;

import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.CaptureHealth;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the captures of a baseline: several replays in random order over at least two loads of the
 * model.
 *
 * @param targets opens the model
 * @param replay sends the cases
 * @param seed draws the order of the cases in each capture
 */
public record CaptureJob(Targets targets, Replay replay, long seed) {
  /** Two loads tell bits that depend on memory or on lazy initialisation from stable ones. */
  private static final int LOADS = 2;

  /** What a server's metadata say of the model's inputs and outputs begins so. */
  private static final String INTERFACE = "interface.";

  /**
   * Takes so many captures, as many on each load; the loads take turns over the replicas of a
   * server, so that the noise floor holds their differences.
   *
   * @param repeats how many; one for each replica where that is more
   * @throws LoadException if the model does not load, or another one is in its place half-way
   * @throws CaptureException if what a server says of itself makes the capture worthless
   */
  public List<Capture> capture(Watched watch, int repeats) throws LoadException, CaptureException {
    List<Capture> captures = new ArrayList<>();
    int all = Math.max(repeats, watch.replicaCount());
    int loads = Math.min(Math.max(LOADS, watch.replicaCount()), all);
    for (int load = 0; load < loads; load++) {
      int last = all * (load + 1) / loads;
      Watched turn = watch.turn(load);
      try (Target target = targets.open(turn.suite(), turn.folder())) {
        while (captures.size() < last) {
          captures.add(captureOnce(turn.suite(), target, load, captures.size()));
        }
      }
      check(captures);
    }
    return captures;
  }

  /** One capture on a load of its own, for captures that are spread over time. */
  public Capture captureOnFreshLoad(Watched watch, int number)
      throws LoadException, CaptureException {
    Watched turn = watch.turn(number);
    try (Target target = targets.open(turn.suite(), turn.folder())) {
      return captureOnce(turn.suite(), target, number, number);
    }
  }

  private Capture captureOnce(Suite suite, Target target, int load, int number)
      throws CaptureException {
    Run run = replay.run(suite, target, Order.shuffled(suite.cases().size(), seed + number));
    CaptureHealth.check(run);
    return new Capture(load, run);
  }

  /** Captures of two different models make no baseline. */
  static void check(List<Capture> captures) throws LoadException {
    Map<String, String> first = marks(captures.get(0));
    for (Capture capture : captures) {
      Map<String, String> other = marks(capture);
      for (Map.Entry<String, String> mark : first.entrySet()) {
        String found = other.getOrDefault(mark.getKey(), "none");
        if (!found.equals(mark.getValue())) {
          throw new LoadException(
              "the model changed while it was captured: its %s was %s and became %s; capture again"
                  .formatted(mark.getKey(), mark.getValue(), found));
        }
      }
    }
  }

  /** By what one model is told from another: version, digests, what it takes and gives. */
  private static Map<String, String> marks(Capture capture) {
    ModelIdentity model = capture.run().model();
    Map<String, String> marks = new TreeMap<>();
    marks.put("version", model.versionOrDefault());
    marks.put("file", model.artifactDigest().orElse("none"));
    marks.put("weight digest", model.weightDigest().orElse("none"));
    model
        .provenance()
        .forEach(
            (key, value) -> {
              if (key.startsWith(INTERFACE)) {
                marks.put(key, value);
              }
            });
    return marks;
  }
}
