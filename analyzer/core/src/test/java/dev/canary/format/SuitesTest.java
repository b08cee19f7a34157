package dev.canary.format;

import static dev.canary.format.Folders.CASE;
import static dev.canary.format.Folders.SUITE;
import static dev.canary.format.Folders.suite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.Contract;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Place;
import dev.canary.suite.Precision;
import dev.canary.suite.Range;
import dev.canary.suite.Reset;
import dev.canary.suite.Suite;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.TargetSpec;
import dev.canary.watch.Blackout;
import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Timing;
import dev.canary.watch.WatchSettings;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder of a suite says is read whole, and what it leaves out has its default. */
class SuitesTest {
  @TempDir private Path root = Path.of("");

  @Test
  void everyKeyOfASuiteIsRead() throws Exception {
    Path folder =
        suite(
            root,
            """
            suite: credit-risk
            description: Applicants at the edges
            target:
              type: tribuo
              model: models/credit.tribuo
              version: 012
              engine: SGD
              inputs: [age, income]
              reset: method:reset_states
            output:
              kind: probabilities
              precision: fp16
              deterministic: true
              unit: 2.5
              contract:
                sumsTo: 1
                within: 1e-3
                range: [0, .inf]
                labels: [good, no]
                forbid: [Unknown]
                nonEmpty: false
            capture: {repeats: 12}
            latency: {budget: 200ms, warn: 0.5, of: p95}
            schedule: {cron: "0 */5 * * *", zone: Europe/Berlin}
            policy: {failures: 2 of 5, recover: {runs: 4, for: 10m}}
            private: true
            tags: [credit]
            """,
            CASE);

    SuiteFile file = Suites.load(folder);

    Suite suite = file.suite();
    assertThat(suite.name()).isEqualTo("credit-risk");
    assertThat(suite.description()).isEqualTo("Applicants at the edges");
    assertThat(suite.target())
        .isEqualTo(
            new TargetSpec(
                "tribuo",
                new Place.File(folder.resolve("models/credit.tribuo")),
                Optional.of("012"),
                Optional.of("SGD"),
                List.of("age", "income"),
                new Reset.Method("reset_states"),
                Map.of()));
    assertThat(suite.anyOutput())
        .isEqualTo(
            new OutputSpec(
                OutputKind.PROBABILITIES,
                Precision.FP16,
                new Contract(
                    OptionalDouble.of(1),
                    OptionalDouble.of(1e-3),
                    Optional.of(new Range(0, Double.POSITIVE_INFINITY)),
                    List.of("good", "no"),
                    List.of("Unknown"),
                    false),
                true,
                OptionalDouble.of(2.5)));
    assertThat(suite.repeats()).isEqualTo(12);
    assertThat(suite.latency())
        .contains(new LatencyBudget(Duration.ofMillis(200), 0.5, LatencyBudget.Summary.P95));
    assertThat(suite.secret()).isTrue();
    assertThat(suite.cases().get(0).tags()).containsExactly("credit");
    assertThat(file.watch().schedule())
        .isEqualTo(new ScheduleSpec.Cron("0 */5 * * *", ZoneId.of("Europe/Berlin")));
    assertThat(file.watch().policy()).isEqualTo(new Policy(2, 5, 4, Duration.ofMinutes(10)));
  }

  @Test
  void everyKeyThatMayBeMissingHasADefault() throws Exception {
    SuiteFile file = Suites.load(suite(root, SUITE, CASE));

    Suite suite = file.suite();
    assertThat(suite.anyOutput()).isEqualTo(OutputSpec.of(OutputKind.PROBABILITIES));
    assertThat(suite.target().reset()).isEqualTo(Reset.none());
    assertThat(suite.target().version()).isEmpty();
    assertThat(suite.outputs()).isEmpty();
    assertThat(suite.repeats()).isEqualTo(Suite.DEFAULT_REPEATS);
    assertThat(suite.latency()).isEmpty();
    assertThat(suite.secret()).isFalse();
    assertThat(file.watch()).isEqualTo(WatchSettings.DEFAULT);
  }

  @Test
  void tiersRechecksBlackoutsAndRemindersAreRead() throws Exception {
    String yaml =
        SUITE
            + """
            schedule:
              every: 10s
              golden: 5m
              recheck: 5s
              blackouts: [{from: "22:00", to: "02:00", days: [sat, sun], zone: Europe/Berlin}]
            policy: {remind: 1h, stale: 2m}
            """;

    WatchSettings watch = Suites.load(suite(root, yaml, CASE)).watch();

    assertThat(watch.timing())
        .isEqualTo(
            new Timing(
                new ScheduleSpec.Every(Duration.ofMinutes(5)),
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(Duration.ofSeconds(5)),
                List.of(
                    new Blackout(
                        LocalTime.of(22, 0),
                        LocalTime.of(2, 0),
                        Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                        ZoneId.of("Europe/Berlin")))));
    assertThat(watch.policy().remindEvery()).isEqualTo(Duration.ofHours(1));
    assertThat(watch.policy().staleAfter()).contains(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource({"ha, 10", "batch, 60"})
  void aPresetIsAPeriod(String preset, int seconds) throws Exception {
    String yaml = SUITE + "schedule: {preset: " + preset + "}\n";

    assertThat(Suites.load(suite(root, yaml, CASE)).watch().timing())
        .isEqualTo(Timing.of(new ScheduleSpec.Every(Duration.ofSeconds(seconds))));
  }

  @Test
  void severalOutputsAreDeclaredOneByOne() throws Exception {
    String yaml =
        """
        suite: credit-risk
        target: {type: recorded, model: p.csv, idFrom: row}
        outputs:
          label: {kind: labels}
          scores: {kind: logits, precision: fp16}
        schedule: {every: 90d}
        """;
    SuiteFile file = Suites.load(suite(root, yaml, CASE));

    assertThat(file.suite().outputs().keySet()).containsExactly("label", "scores");
    assertThat(file.suite().specOf("scores").orElseThrow().precision()).isEqualTo(Precision.FP16);
    assertThat(file.suite().specOf("other")).isEmpty();
    assertThat(file.watch().schedule()).isEqualTo(new ScheduleSpec.Every(Duration.ofDays(90)));
  }

  @Test
  void theOptionsOfARecordedTargetAreRead() throws Exception {
    String yaml =
        """
        suite: credit-risk
        target:
          type: recorded
          model: p.csv
          id: key
          layout: one-case
          platform: {os: Linux, arch: amd64, cpu: EPYC, runtime: CPU}
        output: {kind: values}
        """;

    TargetSpec target = Suites.load(suite(root, yaml, CASE)).suite().target();

    RecordedOptions options = RecordedOptions.of(target);
    assertThat(options.id()).isEqualTo("key");
    assertThat(options.layout()).isEqualTo(RecordedOptions.Layout.ONE_CASE);
    assertThat(options.ids()).isEqualTo(RecordedOptions.Ids.COLUMN);
    assertThat(options.platform().orElseThrow().cpu()).isEqualTo("EPYC");
    assertThat(options.platform().orElseThrow().os()).isEqualTo("Linux");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc", "command"})
  void aTargetWhoseModuleIsNotHereIsReadAsItIsSpelled(String type) throws Exception {
    String yaml = SUITE.replace("type: recorded", "type: " + type + "\n  protocol: kserve-v2");

    Suite suite = Suites.load(suite(root, yaml, CASE)).suite();

    assertThat(suite.target().type()).isEqualTo(type);
    assertThat(suite.target().options()).containsExactly(Map.entry("protocol", "kserve-v2"));
  }

  @Test
  void wordsOfYaml11StayTexts() throws Exception {
    String yaml = SUITE.replaceFirst("description.*", "description: no");
    String target = yaml.replace("model: predictions.csv", "model: on.csv\n  version: 1_000");

    Suite suite = Suites.load(suite(root, target, CASE)).suite();

    assertThat(suite.description()).isEqualTo("no");
    assertThat(suite.target().version()).contains("1_000");
  }

  @Test
  void aNumberWithALeadingZeroIsDecimal() throws Exception {
    Suite suite = Suites.load(suite(root, SUITE + "capture: {repeats: 012}\n", CASE)).suite();

    assertThat(suite.repeats()).isEqualTo(12);
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreAccepted() throws Exception {
    String cases = "\uFEFF" + CASE.replace("\n", "\r\n") + "\r\n";
    Path folder = suite(root, "\uFEFF" + SUITE.replace("\n", "\r\n"), cases);

    assertThat(Suites.load(folder).suite().cases()).hasSize(1);
  }

  @Test
  void aModelThatIsMissingIsTheBusinessOfItsTarget() throws Exception {
    Path folder = suite(root, SUITE.replace("predictions.csv", "../shared/none.csv"), CASE);

    assertThat(Suites.load(folder).suite().target().file())
        .isEqualTo(root.toRealPath().resolve("canaries/shared/none.csv"));
  }
}
