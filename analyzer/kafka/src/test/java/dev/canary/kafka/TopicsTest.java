package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
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
                + " --config cleanup.policy=compact",
            "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                + " --topic canary.dlq.v1"
                + " --config cleanup.policy=delete --config retention.ms=7776000000");
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
      assertThat(topics.check(TIMEOUT))
          .hasSize(5)
          .first()
          .isEqualTo(
              new Difference(
                  "mine.runs.v1",
                  "topic mine.runs.v1 is missing: create it (`canary topics` prints how)",
                  topics.describe().get(0)));

      assertThat(topics.createMissing(TIMEOUT))
          .containsExactlyInAnyOrder(
              "mine.runs.v1", "mine.findings.v1", "mine.alerts.v1", "mine.state.v1", "mine.dlq.v1");

      assertThat(topics.createMissing(TIMEOUT)).isEmpty();
      assertThat(topics.check(TIMEOUT)).isEmpty();
      assertThat(config(settings, "mine.runs.v1", "cleanup.policy")).isEqualTo("delete");
      assertThat(config(settings, "mine.runs.v1", "retention.ms")).isEqualTo("7776000000");
      assertThat(config(settings, "mine.state.v1", "cleanup.policy")).isEqualTo("compact");
    }
  }

  @Test
  void eachDifferenceIsToldWithTheCommandThatMendsIt(@TempDir Path folder) throws Exception {
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      KafkaSettings settings = KafkaSettings.of(broker.bootstrap());
      alter(settings, "canary.state.v1", "cleanup.policy", "delete");
      alter(settings, "canary.runs.v1", "retention.ms", "60000");
      alter(settings, "canary.alerts.v1", "retention.ms", "-1");
      alter(settings, "canary.findings.v1", "max.message.bytes", "1000");
      String configs = "kafka-configs.sh --bootstrap-server " + broker.bootstrap();

      assertThat(new Topics(settings).check(TIMEOUT))
          .containsExactlyInAnyOrder(
              new Difference(
                  "canary.state.v1",
                  "has cleanup.policy=delete, should have compact",
                  configs
                      + " --alter --entity-type topics --entity-name canary.state.v1"
                      + " --add-config cleanup.policy=compact"),
              new Difference(
                  "canary.runs.v1",
                  "has retention.ms=60000, should have 7776000000",
                  configs
                      + " --alter --entity-type topics --entity-name canary.runs.v1"
                      + " --add-config retention.ms=7776000000"),
              new Difference(
                  "canary.findings.v1",
                  "has max.message.bytes=1000, should have 1000000",
                  configs
                      + " --alter --entity-type topics --entity-name canary.findings.v1"
                      + " --add-config max.message.bytes=1000000"));

      assertThat(new Topics(settings, OptionalInt.of(3)).check(TIMEOUT))
          .contains(
              new Difference(
                  "canary.dlq.v1",
                  "has 1 partitions, should have 3",
                  "kafka-topics.sh --bootstrap-server "
                      + broker.bootstrap()
                      + " --alter --topic canary.dlq.v1 --partitions 3"));
    }
  }

  @Test
  void topicsGetAsManyPartitionsAsAreAskedFor(@TempDir Path folder) {
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      KafkaSettings settings = new KafkaSettings(broker.bootstrap(), "wide", Map.of());
      Topics topics = new Topics(settings, OptionalInt.of(3));
      topics.createMissing(TIMEOUT);

      assertThat(topics.check(TIMEOUT)).isEmpty();
      assertThat(new Topics(settings, OptionalInt.of(2)).check(TIMEOUT))
          .hasSize(5)
          .allMatch(difference -> difference.command().startsWith("partitions cannot be taken"));
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

  private static void alter(KafkaSettings settings, String topic, String key, String value)
      throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp op = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    try (Admin admin = Clients.admin(settings)) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(op))).all().get();
      while (!config(settings, topic, key).equals(value)) {
        Thread.onSpinWait(); // The broker answers before it has heard of it itself.
      }
    }
  }
}
