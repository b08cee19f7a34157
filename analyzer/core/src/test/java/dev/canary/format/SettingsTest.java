package dev.canary.format;

import static dev.canary.format.Folders.CASE;
import static dev.canary.format.Folders.SUITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.format.KafkaSettings.Brokers;
import dev.canary.format.StoreSettings.Server;
import dev.canary.suite.TargetSpec;
import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.WatchOverride;
import dev.canary.watch.WatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Optional<String> environment(String name) {
    return Optional.ofNullable(Map.of("PGPASS", "s3cret", "HOST", "db").get(name));
  }

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void oneSuite() {
    Folders.suite(root, SUITE, CASE);
  }

  private Settings load(String yaml) throws FormatException {
    Folders.write(root.resolve("canaries/canary.yaml"), yaml);
    return Settings.load(Workspace.at(root));
  }

  private WatchOverride watch(String yaml) throws FormatException {
    return load(yaml).watches().values().iterator().next();
  }

  private List<String> problems(String yaml) {
    return Folders.problems(() -> load(yaml));
  }

  @Test
  void everythingHasADefault() throws Exception {
    Settings settings = Settings.load(Workspace.at(root));

    assertThat(settings).isEqualTo(Settings.defaults(new Workspace(root)));
    assertThat(load("")).isEqualTo(settings);
    assertThat(load("# nothing\n\n")).isEqualTo(settings);
  }

  @Test
  void theStoreIsAFileOfTheWorkspaceByDefault() throws Exception {
    assertThat(Settings.defaults(new Workspace(root)).store())
        .isEqualTo(new StoreSettings.File(root.resolve(".canary/state.db")));
    assertThat(load("store: ../.canary/other.db\n").store())
        .isEqualTo(new StoreSettings.File(root.resolve(".canary/other.db")));
  }

  @Test
  void everyKeyOfTheStoreIsRead() throws Exception {
    Server server =
        (Server)
            load("store: {url: 'jdbc:postgresql://${env:HOST}/c', user: me, password: '${env:PGPASS}'}\n")
                .store();

    assertThat(server.url().reveal(SettingsTest::environment)).isEqualTo("jdbc:postgresql://db/c");
    assertThat(server.user().orElseThrow().reveal(SettingsTest::environment)).isEqualTo("me");
    assertThat(server.password().orElseThrow().reveal(SettingsTest::environment))
        .isEqualTo("s3cret");
    assertThat(server.toString()).contains("user=Optional[me]").doesNotContain("PGPASS");
  }

  @Test
  void kafkaIsEmbeddedByDefault() throws Exception {
    assertThat(Settings.defaults(new Workspace(root)).kafka())
        .isEqualTo(new KafkaSettings.Embedded());
    assertThat(load("kafka: embedded\n").kafka()).isEqualTo(new KafkaSettings.Embedded());
    assertThat(load("kafka: none\n").kafka()).isEqualTo(new KafkaSettings.None());
  }

  @Test
  void everyKeyOfKafkaIsRead() throws Exception {
    Brokers brokers =
        (Brokers)
            load("""
                    kafka:
                      bootstrap: a:9092,b:9092
                      topicPrefix: team.canary
                      properties:
                        security.protocol: SASL_SSL
                        sasl.jaas.config: user=x password=y
                        max.block.ms: 5000
                        ssl.enabled: true
                    """)
                .kafka();

    assertThat(brokers.bootstrap().reveal(SettingsTest::environment)).isEqualTo("a:9092,b:9092");
    assertThat(brokers.topicPrefix()).isEqualTo("team.canary");
    assertThat(brokers.properties().get("max.block.ms")).hasToString("5000");
    assertThat(brokers.properties().get("ssl.enabled")).hasToString("true");
    assertThat(brokers.properties().get("sasl.jaas.config")).hasToString("***");
    assertThat(((Brokers) load("kafka: {bootstrap: a}\n").kafka()).topicPrefix())
        .isEqualTo("canary");
  }

  @Test
  void thePageIsServedToThisMachineByDefault() throws Exception {
    assertThat(Settings.defaults(new Workspace(root)).http())
        .isEqualTo(new HttpSettings("127.0.0.1", 8350));
    assertThat(load("http: {}\n").http()).isEqualTo(HttpSettings.DEFAULT);
  }

  @Test
  void everyKeyOfHttpIsRead() throws Exception {
    assertThat(load("http: {host: 0.0.0.0, port: 0}\n").http())
        .isEqualTo(new HttpSettings("0.0.0.0", 0));
    HttpSettings guarded =
        load("http: {token: abc, tls: {certificate: '${file:t.pem}', key: '${file:t.key}'}}\n")
            .http();
    assertThat(guarded.token().orElseThrow().reveal(name -> Optional.empty())).isEqualTo("abc");
    assertThat(guarded.tls()).isPresent();
    assertThat(load("http: {names: [canary, canary.example.org]}\n").http().names())
        .containsExactly("canary", "canary.example.org");
    assertThat(guarded.toString()).doesNotContain("abc").contains("***");
  }

  @Test
  void theBudgetIsOneFalseAlertInNinetyDaysByDefault() throws Exception {
    assertThat(load("budget: {}\n").budget())
        .isEqualTo(new BudgetSettings(1, Duration.ofDays(90), 0.001));
  }

  @Test
  void everyKeyOfTheBudgetIsRead() throws Exception {
    assertThat(load("budget: {falseAlerts: 2 per 24h, delta: 0.01}\n").budget())
        .isEqualTo(new BudgetSettings(2, Duration.ofHours(24), 0.01));
    assertThat(load("budget: {falseAlerts: 0.05 per 90d}\n").budget())
        .as("at most 5 % chance of any")
        .isEqualTo(new BudgetSettings(0.05, Duration.ofDays(90), 0.001));
  }

  @Test
  void runsAreKeptAsTheDocumentationSaysByDefault() throws Exception {
    assertThat(load("retention: {}\n").retention())
        .isEqualTo(
            new RetentionSettings(Duration.ofDays(90), 100, 1_000, Duration.ofDays(400), 100_000));
  }

  @Test
  void everyKeyOfRetentionIsRead() throws Exception {
    String text =
        "retention: {unhealthyFor: 30d, healthyRuns: 0, runs: 50, historyFor: 2d, events: 7}\n";

    assertThat(load(text).retention())
        .isEqualTo(new RetentionSettings(Duration.ofDays(30), 0, 50, Duration.ofDays(2), 7));
  }

  @Test
  void aWatchThatSaysNothingChangesNothing() throws Exception {
    WatchOverride override = watch("watches: {credit-risk: {}}\n");

    assertThat(override.over(WatchSettings.DEFAULT)).isEqualTo(WatchSettings.DEFAULT);
    assertThat(override.target()).isEmpty();
    assertThat(override.suite()).isEmpty();
  }

  @Test
  void everyKeyOfAWatchIsRead() throws Exception {
    WatchOverride override =
        watch(
            """
                watches:
                  credit-eu:
                    suite: credit-risk
                    target: {type: djl, model: credit-risk/eu.onnx}
                    schedule: {every: 1h}
                    policy: {failures: 1 of 2}
                    region: eu
                    weight: 2
                    dryRun: true
                """);

    assertThat(override.suite()).contains("credit-risk");
    assertThat(override.target().map(TargetSpec::file))
        .contains(root.resolve("canaries/credit-risk/eu.onnx"));
    assertThat(override.over(WatchSettings.DEFAULT))
        .isEqualTo(
            new WatchSettings(
                new ScheduleSpec.Every(Duration.ofHours(1)),
                new Policy(1, 2, 3, Duration.ofMinutes(5)),
                Optional.of("eu"),
                2,
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kafka: kafka|kafka is \"kafka\"; allowed: embedded, none",
        "kafka: {topicPrefix: a b}|kafka.bootstrap is missing",
        "kafka: {bootstrap: x, topicPrefix: a b}|kafka.topicPrefix is \"a b\"",
        "kafka: {bootstrap: [x]}|kafka.bootstrap is a list of 1",
        "kafka: {bootstrap: x, propertys: {}}|unknown key kafka.propertys",
        "store: ../../elsewhere.db|store is \"../../elsewhere.db\", outside the workspace",
        "store: {user: x}|store.url is missing",
        "http: {port: 65536}|http.port is 65536",
        "http: {token: '${env:X'}|http.token is not well formed (its value is hidden)",
        "http: {tls: {certificate: a}}|http.tls.key is missing",
        "http: {tls: {certificate: a, key: b, ca: c}}|unknown key http.tls.ca",
        "budget: {falseAlerts: often}|budget.falseAlerts is \"often\"",
        "budget: {falseAlerts: 0.0 per 90d}|budget.falseAlerts is \"0.0 per 90d\"",
        "budget: {falseAlerts: .5 per 90d}|budget.falseAlerts is \".5 per 90d\"",
        "budget: {falseAlerts: 0 per 90d}|budget.falseAlerts is \"0 per 90d\"",
        "budget: {falseAlerts: 1 per 0d}|budget.falseAlerts is \"1 per 0d\"",
        "budget: {delta: 0}|budget.delta is 0",
        "budget: {delta: 1}|budget.delta is 1",
        "retention: {runs: 0}|retention.runs is 0",
        "retention: {healthyRuns: -1}|retention.healthyRuns is -1",
        "watches: {credit-risks: {}}|watches.credit-risks.suite is \"credit-risks\"",
        "watches: {credit-risk: {weight: 0}}|watches.credit-risk.weight is 0",
        "watches: {credit-risk: {dryRun: yes}}|watches.credit-risk.dryRun is \"yes\"",
        "watches: {credit-risk: [a]}|watches.credit-risk is a list of 1",
        "wathces: {}|unknown key wathces; allowed: store, kafka, http, budget, retention, watches",
        "- a|the file holds a list of 1",
      })
  void whatIsWrongIsNamedWithItsLine(String line, String expected) {
    assertThat(problems("\n" + line + "\n"))
        .first()
        .asString()
        .startsWith("canaries/canary.yaml:2: " + expected);
  }

  @Test
  void aSecretIsLookedUpOnlyWhenItIsNeededAndThenNamedIfMissing() throws Exception {
    Server server = (Server) load("store: {url: x, password: '${env:NONE}'}\n").store();

    assertThat(
            Folders.problems(
                () -> server.password().orElseThrow().reveal(SettingsTest::environment)))
        .containsExactly(
            "canaries/canary.yaml:1: store.password needs the environment variable NONE, which is"
                + " not set");
  }

  @Test
  void aSecretMayStandInAFile() throws Exception {
    Folders.write(root.resolve("canaries/secret.txt"), "s3cret\n");
    Server server = (Server) load("store: {url: x, password: '${file:secret.txt}'}\n").store();
    Server none = (Server) load("store: {url: x, password: '${file:none.txt}'}\n").store();

    assertThat(server.password().orElseThrow().reveal(SettingsTest::environment))
        .isEqualTo("s3cret");
    assertThat(
            Folders.problems(() -> none.password().orElseThrow().reveal(SettingsTest::environment)))
        .singleElement()
        .asString()
        .endsWith("store.password needs the file none.txt, which cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store: {url: x, password: 'hunter2${env:}'}",
        "store: {url: x, password: 'hunter2${'}",
        "store: {url: x, password: 'hunter2${vault:x}'}",
        "store: {url: x, password: [hunter2]}",
        "store: {url: x, password: {a: hunter2}}",
        "store: {url: x, passwort: hunter2}",
        "kafka: {bootstrap: x, properties: {ssl.key.password: [hunter2]}}",
      })
  void noErrorShowsASecret(String yaml) {
    assertThat(problems(yaml)).isNotEmpty().noneMatch(problem -> problem.contains("hunter2"));
  }

  @Test
  void aPasswordInAnAddressIsHidden() throws Exception {
    assertThat(load("store: {url: 'jdbc:postgresql://h/c?password=hunter2'}\n").toString())
        .doesNotContain("hunter2");
    assertThat(load("store: {url: 'jdbc:postgresql://h/c'}\n").toString()).contains("//h/c");
  }
}
