package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required\n"
          + " username=\"canary\" password=\"hush, bird\" serviceName='kafka' debug=true;";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "enable.idempotence",
        "transactional.id",
        "key.serializer",
        "value.serializer",
        "key.deserializer",
        "value.deserializer",
        "partitioner.class",
        "partitioner.ignore.keys",
        "max.block.ms",
        "bootstrap.servers",
        "group.id",
        "enable.auto.commit",
        "auto.offset.reset"
      })
  void aPropertyThatAGuaranteeRestsOnIsRefusedByName(String key) {
    assertThatThrownBy(() -> with(Map.of(key, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("properties: '" + key + "' may not be set: ");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> new KafkaSettings("kafka", "a b", Map.of("acks", "0")))
        .hasMessageContaining("bootstrap: 'kafka' is not host:port")
        .hasMessageContaining("topicPrefix: 'a b'")
        .hasMessageContaining("'acks'");
    assertThatThrownBy(() -> KafkaSettings.of(" , "))
        .hasMessageContaining("bootstrap: no address given");
  }

  @Test
  void addressesMayBeManyAndOfAnyKind() {
    assertThat(KafkaSettings.of("a:1, b.example:2,[::1]:3").addresses())
        .containsExactly("a:1", "b.example:2", "[::1]:3");
  }

  @Test
  void secretsAreNamedButNotShown() {
    KafkaSettings settings =
        with(
            Map.of(
                "sasl.jaas.config", JAAS,
                "ssl.truststore.password", "open sesame",
                "ssl.keystore.key", "-----BEGIN",
                "my.callback.setting", "4711",
                "security.protocol", "SASL_SSL",
                "ssl.truststore.location", "/etc/trust.p12"));

    assertThat(settings.toString())
        .contains("sasl.jaas.config=****", "ssl.truststore.password=****", "ssl.keystore.key=****")
        .contains("my.callback.setting=****")
        .contains("security.protocol=SASL_SSL", "ssl.truststore.location=/etc/trust.p12")
        .doesNotContain("bird", "sesame", "BEGIN", "4711");
    assertThat(new KafkaPublisher(settings, Duration.ofSeconds(1)).toString())
        .doesNotContain("bird", "sesame", "BEGIN", "4711");
  }

  @Test
  void secretsAreMaskedInWhatKafkaSays() {
    KafkaSettings settings =
        with(Map.of("sasl.jaas.config", JAAS, "ssl.truststore.password", "open sesame"));

    assertThat(settings.masked("bad: " + JAAS)).isEqualTo("bad: ****");
    assertThat(settings.masked("refused 'hush, bird' and open sesame, debug is true"))
        .isEqualTo("refused '****' and ****, debug is true");
  }

  @Test
  void theUsersOwnTimeoutsFitTogether() {
    KafkaSettings settings = with(Map.of("request.timeout.ms", "30000", "linger.ms", "100"));

    try (var producer = Clients.producer(settings, Duration.ofSeconds(10), Duration.ofSeconds(1))) {
      assertThat(producer).isNotNull();
    }
  }

  private static KafkaSettings with(Map<String, String> properties) {
    return new KafkaSettings("127.0.0.1:1", "canary", properties);
  }
}
