package dev.canary.app.job;

import dev.canary.baseline.Capture;
import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a model keeps state from case to case, and which {@code target.reset} cures it.
 *
 * <p>A model without state that is merely noisy stays noisy under every reset; one with state
 * becomes bit-stable as soon as it is reset before every case, in this process and in any other. A
 * server is another process already, and nobody here can reset it.
 */
public record OrderDependence(Targets targets, Replay replay) {

  /**
   * The reset under which the answers no longer depend on what was asked before; empty when they do
   * not, or when no reset helps.
   *
   * @param captures in different orders
   */
  public Optional<Reset> cure(Watched watch, List<Capture> captures) throws LoadException {
    Suite suite = watch.suite();
    boolean suspicious =
        isHere(suite) && suite.target().reset() instanceof Reset.None && !allSame(captures);
    if (!suspicious) {
      return Optional.empty();
    }
    List<Reset> resets =
        new ArrayList<>(Targets.provider(suite.target().type()).resets(suite.target()));
    for (Reset reset : resets) {
      if (stableUnder(watch, reset)) {
        return Optional.of(reset);
      }
    }
    return Optional.empty();
  }

  /**
   * The captures with two more replays on one load, where no load was replayed twice: else nothing
   * could show that an answer depends on those before it.
   */
  public List<Capture> withSecondLook(Watched watch, List<Capture> captures) throws LoadException {
    long loads = captures.stream().mapToInt(Capture::load).distinct().count();
    if (captures.size() > loads) {
      return captures;
    }
    List<Capture> more = new ArrayList<>(captures);
    Watched first = watch.turn(0);
    more.addAll(replays(first.suite(), first.folder(), 2));
    return more;
  }

  private boolean stableUnder(Watched watch, Reset reset) throws LoadException {
    Suite suite = watch.suite();
    Suite cured = suite.with(suite.target().with(reset));
    List<Capture> captures = replays(cured, watch.folder(), 3);
    return allSame(captures) && isSameElsewhere(cured, watch.folder(), captures);
  }

  private List<Capture> replays(Suite suite, Path folder, int count) throws LoadException {
    List<Capture> captures = new ArrayList<>();
    try (Target target = targets.open(suite, folder)) {
      for (int i = 0; i < count; i++) {
        Run run = replay.run(suite, target, Order.shuffled(suite.cases().size(), i));
        captures.add(new Capture(0, run));
      }
    }
    return captures;
  }

  /**
   * True when the answers repeat here and nowhere else: a model that draws its random numbers anew
   * in every process repeats them after each reload.
   *
   * @param captures with the reset that the suite names
   */
  public boolean repeatsOnlyHere(Watched watch, List<Capture> captures) throws LoadException {
    Suite suite = watch.suite();
    return isHere(suite)
        && !(suite.target().reset() instanceof Reset.None)
        && allSame(captures)
        && !isSameElsewhere(suite, watch.folder(), captures);
  }

  private static boolean isHere(Suite suite) {
    return suite.target().place() instanceof Place.File;
  }

  private boolean isSameElsewhere(Suite suite, Path folder, List<Capture> captures)
      throws LoadException {
    Run elsewhere = targets.inAnotherProcess(suite, folder);
    return same(captures.get(0).run().observations(), elsewhere.observations());
  }

  /** True when every capture gave the same answers, to the bit. */
  static boolean allSame(List<Capture> captures) {
    List<Observation> first = captures.get(0).run().observations();
    return captures.stream().allMatch(capture -> same(first, capture.run().observations()));
  }

  private static boolean same(List<Observation> some, List<Observation> others) {
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) instanceof Observation.Answered one
          && others.get(i) instanceof Observation.Answered other
          && !one.output().tensors().equals(other.output().tensors())) {
        return false;
      }
    }
    return true;
  }
}
