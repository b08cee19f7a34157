package dev.canary.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mutes what, row by row. */
class ComplaintsTest {
  private static final String CROSSED = "EVIDENCE";

  private static Finding finding(String word) {
    return switch (word) {
      case "ANSWERED" -> Finding.held("answers", Decides.FACT, "all cases were answered");
      case "SLOWER" -> Finding.noted("latency", Cause.LATENCY, Severity.WARN, "slower");
      case "DRIFTED" -> Finding.drifted("deviation.max", Cause.SHIFTED, "further than noise");
      case "MOVED" ->
          Finding.broken("deviation.class", Cause.WEIGHTS_CORRUPTED, "beyond its class");
      case "UNREACHABLE", "NOT_READY", "EMPTY" ->
          Finding.broken("answers", Cause.valueOf(word), word);
      case "LOAD_FAILED" -> Finding.broken("load", Cause.LOAD_FAILED, word);
      case "LATENCY" -> Finding.broken("latency", Cause.LATENCY, word);
      case "SCHEMA" -> Finding.broken("schema", Cause.SCHEMA, word);
      case "CONTRACT", "NON_FINITE" -> Finding.broken("contract", Cause.valueOf(word), word);
      case "WEIGHTS_CHANGED" -> Finding.broken("identity.weights", Cause.WEIGHTS_CHANGED, word);
      case "VERSION_CHANGE" ->
          Finding.inconclusive("identity.version", Optional.of(Cause.VERSION_CHANGE), word);
      case "UNJUDGED" -> Finding.inconclusive("deviation", Optional.empty(), word);
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static List<Finding> findings(String words) {
    return Arrays.stream(words.split(" "))
        .filter(word -> !word.equals(CROSSED))
        .map(ComplaintsTest::finding)
        .toList();
  }

  private static String told(String words, Optional<String> again) {
    Optional<String> crossed =
        Optional.of("over many runs").filter(reason -> words.contains(CROSSED));
    return Complaints.of(findings(words), again.map(ComplaintsTest::findings), crossed).stream()
        .map(c -> c.kind() + ":" + c.cause().map(Cause::name).orElse(c.check()))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "ANSWERED,                        ''",
    // Facts: those that may pass, and those that do not.
    "UNREACHABLE NOT_READY,           TRANSIENT:UNREACHABLE TRANSIENT:NOT_READY",
    "LATENCY,                         TRANSIENT:LATENCY",
    "EMPTY,                           TRANSIENT:EMPTY",
    "SCHEMA,                          LASTING:SCHEMA",
    "CONTRACT,                        LASTING:CONTRACT",
    "NON_FINITE,                      LASTING:NON_FINITE",
    "LOAD_FAILED,                     LASTING:LOAD_FAILED",
    "WEIGHTS_CHANGED,                 LASTING:WEIGHTS_CHANGED",
    "MOVED,                           LASTING:WEIGHTS_CORRUPTED",
    // A warning and a margin finding of one run wake nobody; evidence over runs does.
    "SLOWER,                          ''",
    "DRIFTED,                         ''",
    "DRIFTED EVIDENCE,                EVIDENCE:SHIFTED",
    "ANSWERED EVIDENCE,               EVIDENCE:evidence",
    // Who does not answer is not slow and predicts nothing.
    "UNREACHABLE LATENCY,             TRANSIENT:UNREACHABLE",
    "NOT_READY LATENCY,               TRANSIENT:NOT_READY",
    "UNREACHABLE MOVED EVIDENCE,      TRANSIENT:UNREACHABLE",
    "LOAD_FAILED MOVED EVIDENCE,      LASTING:LOAD_FAILED",
    // Answers of another form have no distance.
    "SCHEMA MOVED EVIDENCE,           LASTING:SCHEMA",
    "SCHEMA LATENCY,                  LASTING:SCHEMA TRANSIENT:LATENCY",
    // Another version mutes what needs its baseline, and nothing else.
    "VERSION_CHANGE EVIDENCE,         UNJUDGED:VERSION_CHANGE",
    "VERSION_CHANGE LATENCY,          TRANSIENT:LATENCY",
    "VERSION_CHANGE CONTRACT,         LASTING:CONTRACT",
    "VERSION_CHANGE UNREACHABLE,      TRANSIENT:UNREACHABLE",
    // Never muted.
    "UNREACHABLE SCHEMA,              TRANSIENT:UNREACHABLE LASTING:SCHEMA",
    "UNREACHABLE CONTRACT NON_FINITE, TRANSIENT:UNREACHABLE LASTING:CONTRACT LASTING:NON_FINITE",
    "SCHEMA CONTRACT NON_FINITE,      LASTING:SCHEMA LASTING:CONTRACT LASTING:NON_FINITE",
    "UNREACHABLE WEIGHTS_CHANGED,     TRANSIENT:UNREACHABLE LASTING:WEIGHTS_CHANGED",
    // What cannot be judged counts where nothing else is wrong.
    "UNJUDGED,                        UNJUDGED:deviation",
    "UNJUDGED CONTRACT,               LASTING:CONTRACT"
  })
  void onlyWhatNothingElseExplainsIsToldOf(String findings, String complaints) {
    assertThat(told(findings, Optional.empty())).isEqualTo(complaints);
  }

  @ParameterizedTest(name = "{0}, then {1}: {2}")
  @CsvSource({
    "CONTRACT,             CONTRACT,    LASTING:CONTRACT",
    "CONTRACT,             UNREACHABLE, LASTING:CONTRACT",
    "CONTRACT,             ANSWERED,    ''",
    "CONTRACT LATENCY,     ANSWERED,    TRANSIENT:LATENCY",
    "CONTRACT,             SLOWER,      ''"
  })
  void aLastingFactThatAGoodSecondReplayRefutesIsABlip(
      String first, String again, String complaints) {
    assertThat(told(first, Optional.of(again))).isEqualTo(complaints);
  }
}
