package dev.canary.check;

import dev.canary.check.CaseDeviation.Seen;
import dev.canary.replay.Observation;
import dev.canary.target.PredictionException.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Did every case get an answer? One finding per cause; failures are facts. A case that was answered
 * at its second attempt only is a warning that tells both observations: one lost connection is no
 * broken model, and no silence either.
 */
public final class AnswersCheck implements Check {
  public static final String NAME = "answers";
  static final String AGAIN = "answers.again";

  /** The name of the finding that the server refused the inputs which it took when captured. */
  public static final String REFUSED = "answers.refused";

  /** The name of the finding that this machine lacks what sending takes. */
  public static final String STARVED = "answers.starved";

  private static final int LEAST_ERROR = 400;

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Detail detail = comparison.suite().secret() ? Detail.HIDDEN : Detail.SHOWN;
    List<Observation> all = comparison.run().observations();
    Map<Cause, List<Observation.Failed>> failures = new EnumMap<>(Cause.class);
    List<Observation.Failed> own = new ArrayList<>();
    List<Observation.Failed> refused = new ArrayList<>();
    List<Observation> again = new ArrayList<>();
    for (Observation observation : all) {
      if (observation instanceof Observation.Failed failed && isRefused(failed)) {
        refused.add(failed);
      } else if (observation instanceof Observation.Failed failed) {
        cause(failed.reason())
            .map(cause -> failures.computeIfAbsent(cause, c -> new ArrayList<>()))
            .orElse(own)
            .add(failed);
      } else if (observation.earlier().isPresent()) {
        again.add(observation);
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!own.isEmpty()) {
      findings.add(own(own, all.size(), detail));
    } else if (failures.isEmpty() && refused.isEmpty()) {
      String reason = "all " + all.size() + " cases were answered";
      findings.add(Finding.held(NAME, Decides.FACT, reason).measured(0, 0));
    }
    failures.forEach(
        (cause, failed) -> findings.add(finding(NAME, cause, failed, all.size(), detail)));
    if (!refused.isEmpty()) {
      findings.add(finding(REFUSED, Cause.SCHEMA, refused, all.size(), detail));
    }
    if (!again.isEmpty()) {
      findings.add(again(again, all.size(), detail));
    }
    return findings;
  }

  /** By a status of HTTP, which a proxy may say as well as the model's server, and for a while. */
  private static boolean isRefused(Observation.Failed failed) {
    return failed.reason() == Reason.BAD_INPUT
        && failed.exchange().filter(e -> e.status().orElse(0) >= LEAST_ERROR).isPresent();
  }

  private static Finding finding(
      String check, Cause cause, List<Observation.Failed> failed, int cases, Detail detail) {
    String first = detail.of(failed.get(0));
    String reason =
        cause == Cause.LOAD_FAILED
            ? first
            : "%d of %d cases got no answer; %s: %s"
                .formatted(failed.size(), cases, failed.get(0).caseId(), first);
    return Finding.broken(check, cause, reason)
        .measured(failed.size(), 0)
        .about(worst(failed, detail));
  }

  /** Cases that this side could not send say nothing of the model, and must accuse nobody. */
  private static Finding own(List<Observation.Failed> failed, int cases, Detail detail) {
    Optional<Observation.Failed> starved =
        failed.stream().filter(f -> f.reason() == Reason.STARVED).findFirst();
    Observation.Failed first = starved.orElse(failed.get(0));
    String reason =
        "%d of %d cases could not be sent by this machine; %s: %s"
            .formatted(failed.size(), cases, first.caseId(), detail.of(first));
    return Finding.inconclusive(starved.isPresent() ? STARVED : NAME, Optional.empty(), reason)
        .measured(failed.size(), 0)
        .about(worst(failed, detail));
  }

  private static List<CaseDeviation> worst(List<Observation.Failed> failed, Detail detail) {
    return failed.stream()
        .limit(Worst.LIMIT)
        .map(f -> new CaseDeviation(f.caseId(), Double.NaN, note(f, detail), detail.seen(f)))
        .toList();
  }

  private static Finding again(List<Observation> again, int cases, Detail detail) {
    Observation.Failed first = again.get(0).earlier().orElseThrow();
    String reason =
        "%d of %d cases were answered at the second attempt only; %s: %s, then answered"
            .formatted(again.size(), cases, first.caseId(), detail.of(first));
    List<CaseDeviation> worst =
        again.stream()
            .limit(Worst.LIMIT)
            .map(
                observation -> {
                  Observation.Failed earlier = observation.earlier().orElseThrow();
                  String note = "first: %s; then answered".formatted(detail.of(earlier));
                  return new CaseDeviation(
                      earlier.caseId(), Double.NaN, note, detail.seen(earlier));
                })
            .toList();
    return cause(first.reason())
        .map(cause -> Finding.noted(AGAIN, cause, Severity.WARN, reason))
        .orElseGet(() -> Finding.held(AGAIN, Decides.NOTHING, reason))
        .measured(again.size(), 0)
        .about(worst);
  }

  /** Why the model does not load is said once, not for every case. */
  private static String note(Observation.Failed failed, Detail detail) {
    if (failed.reason() == Reason.LOAD_FAILED) {
      return "";
    }
    String last = detail.of(failed);
    return failed
        .earlier()
        .map(detail::of)
        .map(first -> first.equals(last) ? last + ", twice" : "first: " + first + "; then: " + last)
        .orElse(last);
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

    Optional<Seen> seen(Observation.Failed failed) {
      return this == SHOWN ? failed.exchange().map(Seen::of) : Optional.empty();
    }
  }

  /** What a failure says of the model; empty if it says nothing. */
  private static Optional<Cause> cause(Reason reason) {
    return switch (reason) {
      case UNREACHABLE, TIMED_OUT, MODEL_ERROR -> Optional.of(Cause.UNREACHABLE);
      case NOT_READY -> Optional.of(Cause.NOT_READY);
      case BAD_INPUT, BAD_ANSWER -> Optional.of(Cause.SCHEMA);
      case NON_FINITE -> Optional.of(Cause.NON_FINITE);
      case EMPTY -> Optional.of(Cause.EMPTY);
      case LOAD_FAILED -> Optional.of(Cause.LOAD_FAILED);
      case OWN_FAULT, STARVED -> Optional.empty();
    };
  }
}
