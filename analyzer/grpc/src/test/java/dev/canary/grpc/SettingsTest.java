package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String FORMS =
      "; allowed are grpc://host:port[/model], grpcs://host:port[/model]";

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            "http://h:1/m",
            Map.of(),
            "target.model is http://h:1/m: its scheme is neither grpc nor grpcs" + FORMS),
        Arguments.of(
            "grpc://h/m",
            Map.of(),
            "target.model is grpc://h/m: it names no host and port" + FORMS),
        Arguments.of(
            "grpc://h:99999/m",
            Map.of(),
            "target.model is grpc://h:99999/m: it names no host and port" + FORMS),
        Arguments.of(
            "grpc://h:1/m/n",
            Map.of(),
            "target.model is grpc://h:1/m/n: it goes on after the model" + FORMS),
        Arguments.of(
            "grpc://user:word@h:1/m",
            Map.of(),
            "target.model holds user information" + FORMS + "; see target.auth.basic"),
        Arguments.of(
            "grpc://h:1",
            Map.of(),
            "the model's name is missing: set target.name, or end the address in it, as in"
                + " grpc://h:1/model"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("name", "n"),
            "target.name is \"n\", the address ends in \"m\"; allowed is one name"),
        Arguments.of(
            "grpcs://h:1/m", Map.of("tls.key", "${file:k}"), "target.tls.certificate is missing"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("auth.basic.user", "${env:U}"),
            "target.auth.basic.password is missing"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of(
                "auth.bearer", "${env:T}",
                "auth.header.name", "x",
                "auth.header.value", "${env:V}"),
            "target.auth needs one way to authenticate, found 2"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("auth.oauth2.tokenUrl", "https://t/x", "auth.oauth2.clientId", "${env:I}"),
            "target.auth.oauth2.clientSecret is missing"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of(
                "auth.oauth2.tokenUrl", "https://me:pass@t/x",
                "auth.oauth2.clientId", "${env:I}",
                "auth.oauth2.clientSecret", "${env:S}"),
            "target.auth.oauth2.tokenUrl needs an address as in https://host/token"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("auth.oauth2.scope", "x"),
            "target.auth.oauth2.tokenUrl is missing"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("auth.header.name", "grpc-timeout", "auth.header.value", "${env:V}"),
            "target.auth.header.name is no name of a header of its own"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("timeouts.firstByte", "PT48H"),
            "target.timeouts.firstByte is PT48H; allowed are 1 ms to 1 day"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("headers", "X-Tenant: blue\nx!: red"),
            "target.headers: x! is no metadata of gRPC (its value is hidden); allowed are letters,"
                + " digits and -_. with a value in printable ASCII"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of(
                "headers", "X-Key: blue",
                "auth.header.name", "x-key",
                "auth.header.value", "${env:V}"),
            "target.headers holds target.auth.header.name, x-key"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("tls.verify", "off"),
            "target has tls, but the address h:1 is grpc://; allowed with tls is grpcs://"),
        Arguments.of(
            "grpc://h:1/m",
            Map.of("auth.bearer", "${env:CANARY_NOT_SET}"),
            "target.auth.bearer needs the environment variable CANARY_NOT_SET, which is not set"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aSettingThatMakesNoSenseIsNamed(String address, Map<String, String> options, String why) {
    assertThatThrownBy(() -> Targets.open(address, options))
        .isInstanceOf(LoadException.class)
        .hasMessage(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "GRPC-Timeout",
        "grpc-status",
        "trace-bin",
        "TE",
        "x-canary-probe"
      })
  void aHeaderThatIsNotTheSuitesIsAProblemOfTheFile(String name) {
    String yaml =
        """
        target:
          type: grpc
          model: grpc://h:1/m
          headers:
            X-Tenant: blue
            %s: x
        """;

    assertThatThrownBy(() -> Suites.target(Path.of("").toAbsolutePath(), yaml.formatted(name)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("headers.%s is not the suite's to set", name);
  }

  @Test
  void aFileIsNoServer() {
    assertThatThrownBy(() -> new GrpcProvider().open(TargetSpec.of("grpc", Path.of("m.onnx"))))
        .hasMessage("target.model is m.onnx" + FORMS);
  }

  @Test
  void theModuleIsFoundByItsType() {
    assertThat(ServiceLoader.load(TargetProvider.class).stream())
        .anyMatch(provider -> provider.get().type().equals("grpc"));
  }

  @Test
  void aServerMayBeSentSeveralCasesAtOnceAndAFailedOneTwice() throws Exception {
    try (Target target = Targets.open("grpc://[::1]:1", Map.of("name", "m", "concurrency", "4"))) {
      assertThat(target.concurrency()).isEqualTo(4);
      assertThat(target.attempts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // asked, refusals, spent, wait
    ", 1, 0, 100",
    ", 2, 100, 200",
    ", 4, 700, 800",
    ", 5, 1500, ",
    "3000, 1, 0, 3000",
    "10, 1, 0, 100",
    "10001, 1, 0, ",
    "3000, 4, 9000, ",
  })
  void aRefusedRequestWaitsAsLongAsIsAskedWithinALimit(
      Integer asked, int refusals, int spent, Integer wait) {
    BackOff backOff = new BackOff(Duration.ofSeconds(10));

    assertThat(
            backOff.after(
                Optional.ofNullable(asked).map(Duration::ofMillis),
                refusals,
                Duration.ofMillis(spent)))
        .isEqualTo(Optional.ofNullable(wait).map(Duration::ofMillis));
  }

  @Test
  void aLateAnswerDoesNotMoveTheSchedule() {
    Pace pace = new Pace(OptionalDouble.of(1000));

    assertThat(pace.claim(2, 5_000_000)).isZero();
    assertThat(pace.claim(1, 5_000_000)).isEqualTo(2_000_000);
    assertThat(pace.claim(1, 15_000_000)).isEqualTo(-7_000_000);
    assertThat(pace.claim(1, 15_000_000)).isEqualTo(-6_000_000);
    pace.restart();
    assertThat(pace.claim(1, 20_000_000)).isZero();
  }
}
