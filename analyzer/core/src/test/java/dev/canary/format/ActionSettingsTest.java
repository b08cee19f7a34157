package dev.canary.format;

import static dev.canary.format.Folders.CASE;
import static dev.canary.format.Folders.SUITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Transition.Kind;
import dev.canary.check.Severity;
import dev.canary.format.ActionSettings.Alertmanager;
import dev.canary.format.ActionSettings.Command;
import dev.canary.format.ActionSettings.Rate;
import dev.canary.format.ActionSettings.Webhook;
import dev.canary.suite.Place;
import dev.canary.suite.TargetSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionSettingsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK", "https://hooks/x?token=t0ken", "KEY", "whsec_key", "PASS", "s3cret");

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void oneSuite() {
    Folders.suite(root, SUITE, CASE);
  }

  private Settings load(String yaml) throws FormatException {
    Folders.write(root.resolve("canaries/canary.yaml"), yaml);
    return Settings.load(Workspace.at(root));
  }

  private ActionSettings action(String yaml) throws FormatException {
    return load("actions:\n  one: " + yaml).actions().values().iterator().next();
  }

  private static String reveal(Secret secret) throws FormatException {
    return secret.reveal(name -> Optional.ofNullable(ENVIRONMENT.get(name)));
  }

  @Test
  void noActionFollowsByDefaultAndEachIsADryRunUntilAFileSaysOtherwise() throws Exception {
    assertThat(load("").actions()).isEmpty();

    ActionSettings webhook = action("{type: webhook, url: 'http://a', secret: '${env:KEY}'}");

    assertThat(webhook.dryRun()).isTrue();
    assertThat(webhook.on())
        .as("one deed for one alert")
        .containsExactlyInAnyOrder(Kind.OPENED, Kind.STALE);
    assertThat(webhook.atLeast()).isEqualTo(Severity.WARN);
    assertThat(webhook.rate()).isEqualTo(new Rate(60, Duration.ofHours(1)));
    assertThat(webhook.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(action("{type: command, run: [./restart]}").on())
        .as("what restarts something does so when it breaks, not when it is fine again")
        .containsExactly(Kind.OPENED);
    assertThat(action("{type: alertmanager, url: 'http://a'}").deed())
        .isInstanceOf(Alertmanager.class);
  }

  @Test
  void everyKeyOfAWebhookIsReadAndNoneOfItsSecretsIsShown() throws Exception {
    ActionSettings action =
        action(
            """
            {type: webhook, url: '${env:HOOK}', secret: '${env:KEY}',
              headers: {Authorization: 'Bearer ${env:PASS}'},
              tls: {ca: ours, certificate: me, key: '${env:KEY}'}, on: [opened, resolved],
              atLeast: critical, atMost: 3 per 10m, timeout: 5s, dryRun: false}""");

    Webhook webhook = (Webhook) action.deed();
    assertThat(reveal(webhook.to().url())).isEqualTo("https://hooks/x?token=t0ken");
    assertThat(reveal(webhook.secret())).isEqualTo("whsec_key");
    assertThat(reveal(webhook.to().headers().values().iterator().next()))
        .isEqualTo("Bearer s3cret");
    assertThat(reveal(webhook.to().tls().ca().orElseThrow())).isEqualTo("ours");
    assertThat(reveal(webhook.to().tls().key().orElseThrow())).isEqualTo("whsec_key");
    assertThat(action)
        .isEqualTo(
            new ActionSettings(
                "one",
                webhook,
                EnumSet.of(Kind.OPENED, Kind.RESOLVED),
                Severity.CRITICAL,
                new Rate(3, Duration.ofMinutes(10)),
                Duration.ofSeconds(5),
                false));
    assertThat(action.toString()).doesNotContain("HOOK", "KEY", "PASS");
    assertThat(action("{type: webhook, url: 'http://a/t0ken', secret: plain}").toString())
        .doesNotContain("t0ken", "plain");
  }

  @Test
  void everyKeyOfACommandIsRead() throws Exception {
    Command command =
        (Command)
            action("{type: command, run: [kubectl, rollout, restart], env: {TOKEN: '${env:PASS}'}}")
                .deed();

    assertThat(command.run()).containsExactly("kubectl", "rollout", "restart");
    assertThat(reveal(command.environment().values().iterator().next())).isEqualTo("s3cret");
    assertThat(command.folder()).isEqualTo(root.resolve("canaries"));
  }

  @Test
  void aWatchMayNameItsActionsAndItsFallback() throws Exception {
    Settings settings =
        load(
            """
            actions:
              pager: {type: alertmanager, url: 'http://a'}
              restart: {type: command, run: [./restart]}
            watches:
              credit-risk:
                actions: [pager]
                fallback: {type: http, model: 'http://b:8000', protocol: kserve-v2}
              quiet: {suite: credit-risk, actions: []}
              usual: {suite: credit-risk}
            """);

    assertThat(settings.actionsOf("credit-risk")).containsExactly("pager");
    assertThat(settings.actionsOf("credit-risk/10.0.0.7:8000"))
        .as("one of its replicas")
        .containsExactly("pager");
    assertThat(settings.actionsOf("quiet")).isEmpty();
    assertThat(settings.actionsOf("usual")).containsExactly("pager", "restart");
    assertThat(settings.watches().values())
        .extracting(watch -> watch.fallback().map(TargetSpec::place))
        .containsExactly(
            Optional.of(new Place.Server(List.of(URI.create("http://b:8000")))),
            Optional.empty(),
            Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {url: 'http://a'}                                     | actions.one.type is missing
          {type: email}                                         | actions.one.type is "email"
          {type: webhook, url: 'http://a'}                      | actions.one.secret is missing
          {type: webhook, secret: x}                            | actions.one.url is missing
          {type: webhook, url: 'http://${b', secret: x}         | (its value is hidden)
          {type: webhook, url: 'http://a', secret: x, to: y}    | unknown key actions.one.to
          {type: webhook, url: 'http://a', secret: x, on: [up]} | actions.one.on is "up"
          {type: webhook, url: 'http://a', secret: x, on: []}   | actions.one.on is a list of 0
          {type: webhook, url: 'http://a', secret: x, tls: {key: y}} | actions.one.tls.certificate is missing
          {type: alertmanager, url: 'http://a', tls: {no: y}}   | unknown key actions.one.tls.no
          {type: alertmanager, url: 'http://a', on: [opened]}   | unknown key actions.one.on
          {type: command, run: ls -l}                           | actions.one.run is
          {type: command, run: []}                              | actions.one.run is a list of 0
          {type: command, run: [ls], url: 'http://a'}           | unknown key actions.one.url
          {type: command, run: [ls], timeout: 1h}               | actions.one.timeout is 3600s
          {type: command, run: [ls], atMost: 0 per 1h}          | actions.one.atMost is "0 per 1h"
          {type: command, run: [ls], atLeast: info}             | actions.one.atLeast is "info"
          """)
  void whatIsWrongWithAnActionIsSaidInOneLine(String yaml, String problem) {
    List<String> problems = Folders.problems(() -> action(yaml));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith("canaries/canary.yaml:2").contains(problem);
  }

  @Test
  void aWatchThatNamesAnActionWhichIsNoneIsToldWhatThereIs() {
    assertThat(
            Folders.problems(
                () ->
                    load(
                        """
                        actions:
                          pager: {type: alertmanager, url: 'http://a'}
                        watches:
                          credit-risk: {actions: [pagr]}
                        """)))
        .containsExactly(
            "canaries/canary.yaml:4: watches.credit-risk.actions is \"pagr\"; allowed: pager (did you mean pager?)");
  }
}
