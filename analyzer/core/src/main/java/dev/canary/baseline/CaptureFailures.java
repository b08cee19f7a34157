package dev.canary.baseline;

import dev.canary.replay.Observation;
import dev.canary.suite.Suite;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses captures in which a case got no answer, and says why it got none. */
final class CaptureFailures {
  private static final int NAMED = 5;

  private CaptureFailures() {}

  static void check(Suite suite, List<Capture> captures) throws CaptureException {
    for (Capture capture : captures) {
      List<Observation.Failed> failures = capture.failures();
      if (!failures.isEmpty()) {
        throw new CaptureException(
            "the model failed on %s (%s): mend or remove what cannot be answered"
                .formatted(cases(failures), reason(suite, failures.get(0))));
      }
    }
  }

  private static String cases(List<Observation.Failed> failures) {
    String named =
        failures.stream()
            .limit(NAMED)
            .map(Observation.Failed::caseId)
            .collect(Collectors.joining(", "));
    int more = failures.size() - NAMED;
    return more > 0 ? named + " and " + more + " more cases" : named;
  }

  /** A model's message may quote its input, which a private suite shows nobody. */
  private static String reason(Suite suite, Observation.Failed failed) {
    return suite.secret()
        ? failed.reason().name()
        : "%s: %s".formatted(failed.caseId(), failed.message());
  }
}
