package dev.canary.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.check.CaseDeviation;
import dev.canary.check.CaseDeviation.Seen;
import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.HealthCheck;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.replay.Run;
import dev.canary.target.ModelIdentity;
import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What people read of a model behind a server. */
class ServedRunTextTest {
  private static final Finding FAILED =
      Finding.broken("answers", Cause.UNREACHABLE, "1 of 2 cases got no answer")
          .about(
              List.of(
                  new CaseDeviation(
                      "c1",
                      Double.NaN,
                      "HTTP 500",
                      Optional.of(new Seen(OptionalInt.of(500), "sha256:f")))));
  private static final Finding REMARKS =
      Finding.held(HealthCheck.REMARKS, Decides.NOTHING, "TLS verification is off");

  private static JudgedRun judged() {
    ModelIdentity model =
        new ModelIdentity(
            "pet",
            Optional.of("1"),
            Optional.empty(),
            Optional.empty(),
            "triton",
            "2.5",
            Optional.empty(),
            Map.of());
    Run run = new Run("pets", model, Instant.EPOCH, Duration.ofMillis(5), List.of());
    List<Finding> findings = List.of(FAILED, REMARKS);
    return new JudgedRun(
        "pets@1970-01-01T00:00:00Z",
        Scope.of("pets"),
        run,
        Optional.empty(),
        findings,
        Verdict.of(findings),
        Optional.empty());
  }

  @Test
  void aSwitchedOffVerificationIsLoudInEveryText() {
    String run =
        new VerdictTable(Style.PLAIN)
            .lines(List.of(new VerdictTable.Row(judged(), List.of())))
            .collect(Collectors.joining("\n"));
    String explained =
        new Explanation(Style.PLAIN).lines(judged()).collect(Collectors.joining("\n"));

    assertThat(run).contains("health.remarks: TLS verification is off");
    assertThat(explained).contains("health.remarks: TLS verification is off");
  }

  @Test
  void anExplanationNamesTheStoredAnswerOfAFailedCase() {
    assertThat(new Explanation(Style.PLAIN).lines(judged()))
        .contains("      c1  HTTP 500  status 500  answer sha256:f");
  }
}
