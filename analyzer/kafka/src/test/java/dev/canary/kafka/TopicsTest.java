package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TopicsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Test
  void theCommandsThatMakeThemCanBePrinted() {
    assertThat(new Topics(KafkaSettings.of("kafka:9092")).describe())
        .containsExactly(
            "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                + " --topic canary.runs.v1"
                + " --config cleanup.policy=delete --config retention.ms=7776000000",
            "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                + " --topic canary.findings.v1"
                + " --config cleanup.policy=delete --config retention.ms=7776000000",
            "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                + " --topic canary.alerts.v1"
                + " --config cleanup.policy=delete --config retention.ms=7776000000",
            "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                + " --topic canary.state.v1"
                + " --config cleanup.policy=compact");
  }

  @Test
  void aBrokerThatAsksForPropertiesGetsAFileOfThem() {
    KafkaSettings secured =
        new KafkaSettings("kafka:9093", "canary", Map.of("security.protocol", "SSL"));

    assertThat(new Topics(secured).describe())
        .allMatch(command -> command.contains(" --command-config client.properties "));
  }

  @Test
  void whatIsMissingIsCreatedOnceWithItsPolicy(@TempDir Path folder) throws Exception {
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      KafkaSettings settings = new KafkaSettings(broker.bootstrap(), "mine", Map.of());
      Topics topics = new Topics(settings);
      assertThat(topics.problems(TIMEOUT)).hasSize(4);

      assertThat(topics.createMissing(TIMEOUT))
          .containsExactlyInAnyOrder(
              "mine.runs.v1", "mine.findings.v1", "mine.alerts.v1", "mine.state.v1");

      assertThat(topics.createMissing(TIMEOUT)).isEmpty();
      assertThat(topics.problems(TIMEOUT)).isEmpty();
      assertThat(config(settings, "mine.runs.v1", "cleanup.policy")).isEqualTo("delete");
      assertThat(config(settings, "mine.runs.v1", "retention.ms")).isEqualTo("7776000000");
      assertThat(config(settings, "mine.state.v1", "cleanup.policy")).isEqualTo("compact");
    }
  }

  @Test
  void anAbsentBrokerIsAnError() {
    assertThatThrownBy(() -> new Topics(KafkaSettings.of("127.0.0.1:1")).createMissing(TIMEOUT))
        .isInstanceOf(BrokerException.class)
        .hasMessage("no broker at 127.0.0.1:1 (connection refused)");
  }

  private static String config(KafkaSettings settings, String topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Clients.admin(settings)) {
      Map<ConfigResource, Config> all = admin.describeConfigs(List.of(resource)).all().get();
      return all.getOrDefault(resource, new Config(List.of())).get(key).value();
    }
  }
}
