package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.http.wire.WireSettings;
import dev.canary.suite.TargetSpec;
import dev.canary.target.Headers;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What suite.yaml may say of a server, from the file to what is made of it. */
class HttpOptionsTest {
  @TempDir private Path folder = Path.of("");

  private TargetSpec target(String yaml) throws Exception {
    Path suite = Files.createDirectory(folder.resolve("sums"));
    Files.writeString(
        suite.resolve("suite.yaml"),
        "suite: sums\noutput: {kind: values}\ntarget:\n  type: http\n" + yaml.indent(2));
    Files.writeString(suite.resolve("cases.jsonl"), "{\"id\":\"a\",\"input\":{\"x\":1.5}}\n");
    return Suites.load(suite).suite().target();
  }

  @Test
  void aServerIsTreatedGentlyUnlessASuiteSaysMore() throws Exception {
    assertThat(Manners.of(Map.of()))
        .isEqualTo(
            new Manners(
                1,
                OptionalDouble.empty(),
                new WireSettings.Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30)),
                64 << 20,
                new Headers(Map.of()),
                Duration.ofSeconds(10),
                0));
  }

  @Test
  void everySettingOfASuiteArrives() throws Exception {
    TargetSpec spec =
        target(
            """
            model: http://127.0.0.1:1/v2/models/sums
            protocol: kserve-v2
            name: sums
            nonce: row
            concurrency: 4
            rowsPerSecond: 12.5
            timeouts: {connect: 100ms, tls: 200ms, firstByte: 1s, total: 2s}
            maxAnswer: 1MiB
            headers: {X-Tenant: blue, X-Number: 7}
            backOff: {limit: 3s}
            warmUp: {requests: 5}
            auth:
              header: {name: X-Key, value: "${env:KEY}"}
            tls: {ca: "${file:ca.pem}", verify: "off"}
            """);

    assertThat(Manners.of(spec.options()))
        .isEqualTo(
            new Manners(
                4,
                OptionalDouble.of(12.5),
                new WireSettings.Timeouts(
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2)),
                1 << 20,
                new Headers(Map.of("X-Tenant", "blue", "X-Number", "7")),
                Duration.ofSeconds(3),
                5));
    new HttpProvider().open(spec).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: {bearer: abcdefgh} | its value is hidden",
        "nonce: always | nonce",
        "concurrency: 0 | concurrency",
        "maxAnswer: many | maxAnswer",
        "timeout: 3s | timeout",
        "headers: {Authorization: x} | headers.Authorization is not the suite's to set",
        "headers: {a b: x} | headers.a b is no name of a header",
        "headers: {A: \"x\\ty\\u00e9\"} | headers.A is not printable (its value is hidden)",
        "headers: [1] | a map of keys to values",
      })
  void whatMakesNoSenseIsAProblemOfTheFile(String line, String words) {
    assertThatThrownBy(() -> target("model: http://h:1\nprotocol: kserve-v2\nname: a\n" + line))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("suite.yaml")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxAnswer | 2147483648 | allowed is 1GiB",
        "timeouts.total | PT48H | allowed are 1 ms to 1 day",
        "name | other | target.name is \"other\" and target.model names \"sums\"",
        "modelVersion | 2 | target.modelVersion is \"2\" and target.model names \"1\"",
        "protocol | soap | soap",
      })
  void whatCannotBeIsRefusedBeforeAnythingIsSent(String key, String value, String words)
      throws Exception {
    URI address = URI.create("http://h:1/v2/models/sums/versions/1");

    assertThatThrownBy(() -> Replays.open(address, Map.of(key, value)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aModelThatIsNotNamedIsAskedFor() {
    assertThatThrownBy(() -> Replays.open(URI.create("http://h:1"), Map.of()))
        .isInstanceOf(LoadException.class)
        .hasMessage("target.name is missing: the model's name on the server (kserve-v2)");
  }

  @Test
  void everyOptionStandsOnce() {
    assertThat(new HttpProvider().options()).extracting(Option::key).doesNotHaveDuplicates();
  }
}
