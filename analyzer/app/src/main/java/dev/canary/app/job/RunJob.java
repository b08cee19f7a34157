package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Signal;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Comparison;
import dev.canary.check.Finding;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.event.JudgedRun.ComparedWith;
import dev.canary.event.Scope;
import dev.canary.evidence.RunEvidence;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.store.StaleStateException;
import dev.canary.store.StoredEvidence;
import dev.canary.suite.Case;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.verdict.Confirmation;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The main job: one replay of one watch, judged and recorded.
 *
 * @param targets opens the model
 * @param baselines what a run is compared with
 * @param tier how much of a suite is sent
 * @param checks what is compared
 * @param replay sends the cases
 * @param order in which they are sent, by their number
 * @param evidence makes the step that counts the run
 * @param recorder remembers the run, its step and its events
 * @param hearing what of a run counts for alerts: all of it, unless a daemon doubts itself
 */
public record RunJob(
    Opener targets,
    Baselines baselines,
    Tier tier,
    Checks checks,
    Replay replay,
    IntFunction<Order> order,
    WatchEvidence evidence,
    Recorder recorder,
    UnaryOperator<Signal.Ran> hearing) {

  /** A job of whose runs all counts. */
  public RunJob(
      Opener targets,
      Baselines baselines,
      Tier tier,
      Checks checks,
      Replay replay,
      IntFunction<Order> order,
      WatchEvidence evidence,
      Recorder recorder) {
    this(
        targets,
        baselines,
        tier,
        checks,
        replay,
        order,
        evidence,
        recorder,
        UnaryOperator.identity());
  }

  /** The same job, of whose runs only what is heard of them counts for alerts. */
  public RunJob hearing(UnaryOperator<Signal.Ran> other) {
    return new RunJob(targets, baselines, tier, checks, replay, order, evidence, recorder, other);
  }

  /** The same job, remembered by another. */
  public RunJob recordedBy(Recorder other) {
    return over(targets, other);
  }

  /** The same job over other models, remembered elsewhere. */
  public RunJob over(Opener other, Recorder elsewhere) {
    return new RunJob(other, baselines, tier, checks, replay, order, evidence, elsewhere, hearing);
  }

  /**
   * A run that is recorded.
   *
   * @param judged the run
   * @param alerts what it did to the alerts of its watch
   */
  public record Recorded(JudgedRun judged, AlertNews alerts) {}

  /**
   * Replays, judges and records.
   *
   * @param scheduled the instant the run was due, which with the watch makes its id
   * @throws CannotRunException if the model does not load and no approved baseline says that it
   *     once did
   * @throws FormatException if the baseline's files are damaged
   */
  public Recorded run(Watched watch, Instant scheduled) throws CannotRunException, FormatException {
    Suite suite = tier.of(watch.suite());
    Order positions = order.apply(suite.cases().size());
    try (Target target = targets.open(suite, watch.folder())) {
      return judge(watch, scheduled, () -> replay.run(suite, target, positions));
    } catch (LoadException e) {
      Run notLoaded = notLoaded(suite, e);
      return judge(watch, scheduled, () -> notLoaded);
    }
  }

  private Recorded judge(Watched watch, Instant scheduled, Supplier<Run> replays)
      throws FormatException {
    Suite suite = tier.of(watch.suite());
    Run run = known(suite, replays.get());
    Comparison comparison = Comparison.of(suite, reference(suite, run), run);
    List<Finding> findings = checks.evaluate(comparison);
    Optional<Run> confirming =
        Confirmation.isNeeded(findings) ? Optional.of(replays.get()) : Optional.empty();
    Optional<List<Finding>> again =
        confirming.map(run2 -> checks.evaluate(suite, comparison.reference(), run2));
    if (again.isPresent()) {
      findings = Confirmation.combine(findings, again.get());
    }
    Scope scope = watch.scope(tier, scheduled);
    JudgedRun judged =
        new JudgedRun(
            scope.idAt(scheduled),
            scope,
            run,
            ComparedWith.of(comparison.reference()),
            findings,
            Verdict.of(findings),
            Optional.empty());
    return recorded(watch, scheduled, comparison, judged, new Again(confirming, again));
  }

  /** The replay that was to confirm a run, and what the checks say of it. */
  private record Again(Optional<Run> run, Optional<List<Finding>> findings) {}

  private Reference reference(Suite suite, Run run) throws FormatException {
    Set<String> cases = suite.cases().stream().map(Case::id).collect(Collectors.toSet());
    return baselines.reference(suite, run.model()).only(cases);
  }

  /** A server that did not answer at all told no version, which is not another version. */
  private Run known(Suite suite, Run run) throws FormatException {
    boolean silent = run.failed() == run.observations().size() && run.model().version().isEmpty();
    Optional<Baseline> trusted =
        silent && suite.target().place() instanceof Place.Server
            ? baselines.lastApproved(suite.name())
            : Optional.empty();
    return trusted.map(baseline -> run.by(unknown(baseline, suite))).orElse(run);
  }

  /**
   * Makes the run's steps and records all; once more for every other run of the watch that was
   * recorded between the two.
   */
  private Recorded recorded(
      Watched watch, Instant due, Comparison comparison, JudgedRun judged, Again again) {
    while (true) {
      Recorder.Held before = recorder.heldOf(watch.name());
      JudgedRun counted = judged.with(counted(watch, due, comparison, before));
      AlertNews alerts = alerts(watch, due, before, counted, again);
      try {
        recorder.record(counted, again.run(), before, alerts, due);
        return new Recorded(counted, alerts);
      } catch (StaleStateException e) {
        // Nothing was recorded, and what was read is not what is held any more.
      }
    }
  }

  private AlertNews alerts(
      Watched watch, Instant due, Recorder.Held before, JudgedRun counted, Again again) {
    AlertState state = before.alerts().state();
    AlertMachine.Step step =
        AlertMachine.step(
            before.silences().rules(watch.alertRules(), state, due),
            state,
            hearing.apply(Signals.of(counted, again.findings(), due)));
    return new AlertNews(
        state,
        step,
        before.silences().covers(watch.name(), due),
        recorder.changes(counted, step),
        watch.audience(),
        FallbackProbe.of(targets, baselines, replay).of(watch, step));
  }

  private Optional<RunEvidence> counted(
      Watched watch, Instant due, Comparison comparison, Recorder.Held before) {
    return switch (tier) {
      case GOLDEN ->
          evidence.step(watch, due, comparison, before.evidence().map(StoredEvidence::held));
      case SMOKE -> Optional.empty();
    };
  }

  /**
   * A file that once was trusted and no longer loads is a finding; one that never was is an error,
   * and so is a server that cannot even be asked, for want of a password for example.
   */
  private Run notLoaded(Suite suite, LoadException e) throws CannotRunException, FormatException {
    Optional<Baseline> trusted = baselines.lastApproved(suite.name());
    boolean isFile = suite.target().place() instanceof Place.File;
    if (trusted.isEmpty() || !isFile) {
      throw new CannotRunException(String.valueOf(e.getMessage()), e);
    }
    String reason = String.valueOf(e.getMessage());
    List<Observation> failures =
        suite.cases().stream()
            .<Observation>map(c -> new Observation.Failed(c.id(), Reason.LOAD_FAILED, reason, 0))
            .toList();
    return new Run(
        suite.name(),
        unknown(trusted.get(), suite),
        replay.clock().instant(),
        Duration.ZERO,
        failures);
  }

  /** Who did not answer: the version that is deployed, of which nothing else can be told. */
  private static ModelIdentity unknown(Baseline trusted, Suite suite) {
    ModelIdentity then = trusted.model();
    return new ModelIdentity(
        then.name(),
        suite.target().version().or(then::version),
        Optional.empty(),
        Optional.empty(),
        then.engine(),
        then.engineVersion(),
        Optional.empty(),
        Map.of());
  }
}
