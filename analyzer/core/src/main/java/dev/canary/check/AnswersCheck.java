package dev.canary.check;

import dev.canary.replay.Observation;
import dev.canary.target.PredictionException.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Did every case get an answer? One finding per cause; failures are facts. */
public final class AnswersCheck implements Check {
  static final String NAME = "answers";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Map<Cause, List<Observation.Failed>> failures = new EnumMap<>(Cause.class);
    for (Observation observation : comparison.run().observations()) {
      if (observation instanceof Observation.Failed failed) {
        failures.computeIfAbsent(cause(failed.reason()), c -> new ArrayList<>()).add(failed);
      }
    }
    int cases = comparison.run().observations().size();
    if (failures.isEmpty()) {
      return List.of(
          Finding.held(NAME, Decides.FACT, "all " + cases + " cases were answered").measured(0, 0));
    }
    List<Finding> findings = new ArrayList<>();
    boolean secret = comparison.suite().secret();
    failures.forEach(
        (cause, failed) ->
            findings.add(finding(cause, failed, cases, secret ? Detail.HIDDEN : Detail.SHOWN)));
    return findings;
  }

  private static Finding finding(
      Cause cause, List<Observation.Failed> failed, int cases, Detail detail) {
    String first = detail.of(failed.get(0));
    String reason =
        cause == Cause.LOAD_FAILED
            ? first
            : "%d of %d cases got no answer; %s: %s"
                .formatted(failed.size(), cases, failed.get(0).caseId(), first);
    List<CaseDeviation> worst =
        failed.stream()
            .limit(Worst.LIMIT)
            .map(f -> new CaseDeviation(f.caseId(), Double.NaN, note(f, detail)))
            .toList();
    return Finding.broken(NAME, cause, reason).measured(failed.size(), 0).about(worst);
  }

  /** Why the model does not load is said once, not for every case. */
  private static String note(Observation.Failed failed, Detail detail) {
    return failed.reason() == Reason.LOAD_FAILED ? "" : detail.of(failed);
  }

  /** A model's message may quote its input, which a private suite shows nobody. */
  private enum Detail {
    SHOWN,
    HIDDEN;

    String of(Observation.Failed failed) {
      return this == SHOWN || failed.reason() == Reason.LOAD_FAILED
          ? failed.message()
          : failed.reason().name();
    }
  }

  private static Cause cause(Reason reason) {
    return switch (reason) {
      case UNREACHABLE, TIMED_OUT, MODEL_ERROR -> Cause.UNREACHABLE;
      case NOT_READY -> Cause.NOT_READY;
      case BAD_INPUT, BAD_ANSWER -> Cause.SCHEMA;
      case NON_FINITE -> Cause.NON_FINITE;
      case EMPTY -> Cause.EMPTY;
      case LOAD_FAILED -> Cause.LOAD_FAILED;
    };
  }
}
