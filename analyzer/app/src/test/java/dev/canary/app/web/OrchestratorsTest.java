package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.canary.alert.Alert;
import dev.canary.alert.AlertState;
import dev.canary.alert.Ascent;
import dev.canary.alert.Recent;
import dev.canary.alert.Silence;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import dev.canary.app.web.Condition.Probe;
import dev.canary.check.Cause;
import dev.canary.check.Severity;
import dev.canary.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who acts on a watch, and when: Kubernetes by the status of the health route, Argo Rollouts by the
 * shipped analysis of the JSON.
 */
class OrchestratorsTest {
  private static final Path TEMPLATE = Path.of("../deploy/kubernetes/analysis-template.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Optional<String> NOTHING = Optional.empty();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // situation,                  health,     liveness, readiness, analysis
    "no run yet,                   unknown,    200, 503, Inconclusive",
    "a fine run,                   ok,         200, 200, Successful",
    "two failures of three,        pending,    200, 200, Inconclusive",
    "an alert and a bad run,       failing,    503, 503, Failed",
    "an alert and a fine run since, recovering, 200, 503, Inconclusive",
    "a run that cannot be judged,  pending,    200, 200, Inconclusive",
    "a warning that none can be,   unknown,    200, 503, Inconclusive",
    "runs that stay away,          unknown,    200, 503, Inconclusive",
    "an alert and no run since,    failing,    200, 503, Failed",
    "an alert and no run possible, failing,    200, 503, Failed",
    "an alert in a blackout,       failing,    200, 503, Failed",
    "an alert that is silenced,    failing,    200, 503, Failed",
    "an alert taken over,          failing,    200, 503, Failed",
    "an alert on trial,            failing,    200, 200, Failed",
    "a prober that fails itself,   failing,    200, 503, Failed",
    "most watches fail at once,    failing,    200, 503, Failed",
    "a wrong new configuration,    ok,         200, 200, Successful",
  })
  void whoActs(String situation, String health, int liveness, int readiness, String analysis)
      throws Exception {
    Condition condition = condition(situation);

    assertThat(condition.health().label()).isEqualTo(health);
    assertThat(condition.status(Probe.LIVENESS)).isEqualTo(liveness);
    assertThat(condition.status(Probe.READINESS)).isEqualTo(readiness);
    assertThat(condition.spared().isPresent())
        .isEqualTo(health.equals("failing") && liveness == 200);
    assertThat(outcome(Answer.json(200, ApiJson.watch(condition)))).isEqualTo(analysis);
  }

  @ParameterizedTest
  @CsvSource({"404", "500", "503"})
  void anAnswerThatIsNoneIsAnErrorOfTheAnalysis(int status) throws Exception {
    assertThat(outcome(Answer.json(status, ApiJson.error("there is no watch fraud"))))
        .isEqualTo("Error");
  }

  private static Condition condition(String situation) {
    WatchStatus fine = watch(new AlertState(recent("...", 3), Optional.empty(), Optional.empty()));
    WatchStatus bad = watch(alert("ttt", Severity.CRITICAL, NOTHING));
    return switch (situation) {
      case "no run yet" -> of(with(fine, Optional.empty(), AlertState.NONE));
      case "a fine run" -> of(fine);
      case "two failures of three" -> of(watch(pending(".tt")));
      case "an alert and a bad run" -> of(bad);
      case "an alert and a fine run since" -> of(watch(alert("tt.", Severity.CRITICAL, NOTHING)));
      case "a run that cannot be judged" -> of(watch(pending("..u")));
      case "a warning that none can be" -> of(watch(alert("uuu", Severity.WARN, NOTHING)));
      case "runs that stay away" -> of(stale(fine));
      case "an alert and no run since" -> of(stale(bad));
      case "an alert and no run possible" -> of(held(bad, Optional.of("no password"), false));
      case "an alert in a blackout" -> of(held(bad, NOTHING, true));
      case "an alert that is silenced" -> of(silenced(bad));
      case "an alert taken over" -> of(watch(alert("ttt", Severity.CRITICAL, Optional.of("ada"))));
      case "an alert on trial" -> of(onTrial(bad));
      case "a prober that fails itself" -> of(bad, NOTHING, Optional.of("its own model"), NOTHING);
      case "most watches fail at once" -> of(bad, NOTHING, NOTHING, Optional.of("5 of 6"));
      case "a wrong new configuration" -> of(fine, Optional.of("line 3"), NOTHING, NOTHING);
      default -> throw new IllegalArgumentException(situation);
    };
  }

  /** What an analysis makes of an answer: argo-rollouts 1.8, webmetric.go and evaluate.go. */
  private static String outcome(Answer answer) throws Exception {
    if (answer.status() < 200 || answer.status() >= 300) {
      return "Error";
    }
    String template = Files.readString(TEMPLATE);
    String member = found(template, "jsonPath: \"\\{\\$\\.([a-z]+)\\}\"");
    String result = JSON.readTree(answer.body()).get(member).asText();
    if (result.equals(found(template, "failureCondition: result == \"([a-z]+)\""))) {
      return "Failed";
    }
    return result.equals(found(template, "successCondition: result == \"([a-z]+)\""))
        ? "Successful"
        : "Inconclusive";
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static Condition of(WatchStatus watch) {
    return of(watch, NOTHING, NOTHING, NOTHING);
  }

  private static Condition of(
      WatchStatus watch,
      Optional<String> reload,
      Optional<String> selfCheck,
      Optional<String> breaker) {
    return Condition.of(
        watch,
        new DaemonStatus(
            NOW, List.of(watch), NOW, reload, NOTHING, selfCheck, breaker, 0, Optional.empty()));
  }

  private static Recent recent(String told, int fine) {
    return new Recent(told, fine, Optional.of(NOW).filter(at -> fine > 0), Optional.of(NOW), false);
  }

  private static AlertState pending(String told) {
    return new AlertState(
        recent(told, 0), Optional.of(new AlertState.Stretch(NOW, 2)), Optional.empty());
  }

  private static AlertState alert(String told, Severity severity, Optional<String> takenBy) {
    return new AlertState(
        recent(told, told.endsWith(".") ? 1 : 0),
        Optional.of(new AlertState.Stretch(NOW, 3)),
        Optional.of(
            new Alert(
                "fraud!1",
                severity,
                List.of(Cause.NOT_READY),
                NOW,
                NOW,
                Ascent.NONE,
                takenBy,
                NOTHING)));
  }

  private static WatchStatus watch(AlertState alerts) {
    Verdict verdict = new Verdict(Verdict.Level.HEALTHY, List.of());
    return with(
        new WatchStatus(
            "fraud",
            "fraud",
            NOTHING,
            false,
            false,
            Optional.empty(),
            alerts,
            Optional.of(NOW),
            NOTHING,
            Optional.empty(),
            Optional.empty(),
            false),
        Optional.of(new WatchStatus.Last("fraud@1", verdict, NOW)),
        alerts);
  }

  private static WatchStatus with(
      WatchStatus w, Optional<WatchStatus.Last> last, AlertState alerts) {
    return changed(w, w.dryRun(), last, alerts, w.trouble(), w.silence(), w.closed());
  }

  private static WatchStatus stale(WatchStatus w) {
    Recent recent = w.alerts().recent();
    return with(
        w,
        w.last(),
        new AlertState(
            new Recent(recent.told(), recent.fine(), recent.fineSince(), recent.lastAt(), true),
            w.alerts().stretch(),
            w.alerts().alert()));
  }

  private static WatchStatus held(WatchStatus w, Optional<String> trouble, boolean closed) {
    return changed(w, w.dryRun(), w.last(), w.alerts(), trouble, w.silence(), closed);
  }

  private static WatchStatus onTrial(WatchStatus w) {
    return changed(w, true, w.last(), w.alerts(), w.trouble(), w.silence(), w.closed());
  }

  private static WatchStatus silenced(WatchStatus w) {
    Silence silence = Silence.of("fraud", NOW, NOW.plus(Duration.ofHours(1)), "ada", "moving");
    return changed(
        w, w.dryRun(), w.last(), w.alerts(), w.trouble(), Optional.of(silence), w.closed());
  }

  private static WatchStatus changed(
      WatchStatus w,
      boolean dryRun,
      Optional<WatchStatus.Last> last,
      AlertState alerts,
      Optional<String> trouble,
      Optional<Silence> silence,
      boolean closed) {
    return new WatchStatus(
        w.watch(),
        w.suite(),
        w.region(),
        w.isPrivate(),
        dryRun,
        last,
        alerts,
        w.due(),
        trouble,
        w.latency(),
        silence,
        closed);
  }
}
