package dev.canary.app.job;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.baseline.OrderTrace;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.Status;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.suite.Reset;
import dev.canary.target.LoadException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a baseline of a watch: captures, looks whether the model keeps state, and learns the noise
 * floor.
 *
 * @param captures takes them
 * @param order tells a model with state from a noisy one
 * @param baselines those that are there
 * @param clock dates them
 * @param toolVersion the version of this product
 * @param warn is told what should be mended, though a baseline can be made
 */
public record BaselineMaker(
    CaptureJob captures,
    OrderDependence order,
    Baselines baselines,
    Clock clock,
    String toolVersion,
    Consumer<String> warn) {

  /** A baseline of so many captures taken now. */
  public Baseline of(Watched watch, int repeats) throws LoadException, CaptureException {
    return of(watch, captures.capture(watch, repeats));
  }

  /**
   * A baseline of these captures.
   *
   * @throws CaptureException if they make none: a case failed, or the model keeps state
   */
  public Baseline of(Watched watch, List<Capture> taken) throws LoadException, CaptureException {
    List<Capture> looked = order.withSecondLook(watch, taken);
    Optional<Reset> cure = order.cure(watch, looked);
    if (cure.isPresent()) {
      throw new CaptureException(
          "%s answers differently after other cases: the model keeps state (NON_DETERMINISTIC). Put `reset: %s` under target in its suite.yaml, which was tried and makes every answer repeat, and capture again"
              .formatted(watch.name(), cure.get().label()));
    }
    if (looked.size() > taken.size() && !OrderDependence.allSame(looked)) {
      throw new CaptureException(
          "%s does not repeat its answers (NON_DETERMINISTIC), and so few captures cannot tell how much they move: capture at least 10, without deterministic: true"
              .formatted(watch.name()));
    }
    if (order.repeatsOnlyHere(watch, taken)) {
      throw new CaptureException(
          "%s answers differently in another process (NON_DETERMINISTIC), although `reset: %s` makes its answers repeat in one: it draws its random numbers anew in each. Take the reset away, so that the capture learns how much they move"
              .formatted(watch.name(), watch.suite().target().reset().label()));
    }
    Baseline made =
        Captures.toBaseline(watch.suite(), taken, provenance(watch, taken, first(taken), 0));
    warnOfState(watch, taken);
    return made;
  }

  /** State that no reset cures, and that of a server, which nobody here can reset. */
  private void warnOfState(Watched watch, List<Capture> taken) {
    if (!OrderDependence.allSame(taken) && OrderTrace.isIn(watch.suite(), taken, captures.seed())) {
      warn.accept(
          "the answers depend on what was asked before them: the model keeps state (NON_DETERMINISTIC), and its noise floor hides whatever moves less. Let it keep nothing from request to request (no session or sequence, no cache that requests share), and capture again");
    }
  }

  /**
   * The captured baseline of the same model with more captures.
   *
   * @throws CannotRunException if there is none to add to
   */
  public Baseline append(Watched watch, int repeats)
      throws LoadException, CaptureException, CannotRunException, FormatException {
    List<Capture> more = captures.capture(watch, repeats);
    String version = more.get(0).run().model().versionOrDefault();
    Optional<Baseline> found = baselines.read(watch.suite().name(), version);
    Baseline old =
        found.orElseThrow(
            () ->
                new CannotRunException(
                    "no baseline of version "
                        + version
                        + " to append to; capture without --append"));
    if (old.status() != Status.CAPTURED) {
      throw new CannotRunException(
          "the baseline of version %s is %s; only one that is still captured can be appended to"
              .formatted(version, old.status().label()));
    }
    if (!old.suiteDigest().equals(watch.suite().digest())
        || !old.model().artifactDigest().equals(more.get(0).run().model().artifactDigest())) {
      throw new CannotRunException(
          "the cases or the model changed since the baseline was captured; capture without --append");
    }
    Provenance before = old.provenance();
    Provenance after = provenance(watch, more, before.firstAt(), before.captures());
    Baseline longer =
        Captures.append(
            old,
            watch.suite(),
            more,
            after.withLoads(before.loads() + after.loads()).withSeed(before.seed()));
    warnOfState(watch, more);
    return longer;
  }

  private static Instant first(List<Capture> taken) {
    return taken.stream().map(c -> c.run().startedAt()).min(Instant::compareTo).orElseThrow();
  }

  private Provenance provenance(Watched watch, List<Capture> taken, Instant firstAt, int before) {
    Instant last =
        taken.stream().map(c -> c.run().startedAt()).max(Instant::compareTo).orElseThrow();
    int loads = (int) taken.stream().mapToInt(Capture::load).distinct().count();
    return new Provenance(
        last,
        firstAt,
        System.getProperty("user.name"),
        toolVersion,
        System.getProperty("java.runtime.version"),
        captures.seed(),
        before + taken.size(),
        loads,
        watch.replicas().stream().flatMap(one -> one.replica().stream()).toList());
  }
}
