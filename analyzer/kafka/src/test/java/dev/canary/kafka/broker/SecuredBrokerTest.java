package dev.canary.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.event.Topic;
import dev.canary.kafka.BrokerException;
import dev.canary.kafka.EventReader;
import dev.canary.kafka.Events;
import dev.canary.kafka.KafkaPublisher;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.ReadFrom;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user's TLS and SASL properties reach the publisher, the reader and the topics. */
@Timeout(60)
class SecuredBrokerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private static EmbeddedBroker broker;
  private static String address = "";
  private static Path store = Path.of("");

  @BeforeAll
  static void startBroker(@TempDir Path folder) throws Exception {
    store = folder.resolve("store.p12");
    makeKey();
    Ports ports = Ports.free();
    address = Ports.HOST + ":" + Ports.free().clients();
    Map<String, String> secured = new HashMap<>();
    secured.put(
        "listeners",
        "SASL_SSL://%s,PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d"
            .formatted(address, ports.address(), ports.controller()));
    secured.put(
        "listener.security.protocol.map",
        "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    secured.put("ssl.keystore.location", store.toString());
    secured.put("ssl.keystore.password", "open sesame");
    secured.put("sasl.enabled.mechanisms", "PLAIN");
    secured.put(
        "listener.name.sasl_ssl.plain.sasl.jaas.config", MODULE + "user_canary=\"hush bird\";");
    broker = EmbeddedBroker.start(folder.resolve("data"), ports, secured);
    new Topics(with("hush bird")).createMissing(TIMEOUT);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void whoHasThePasswordPublishesAndReads() {
    KafkaSettings settings = with("hush bird");
    List<ReceivedEvent> read = new ArrayList<>();

    assertThat(publish(settings)).isEmpty();
    new EventReader(settings, TIMEOUT)
        .read(EnumSet.allOf(Topic.class), new ReadFrom.Beginning(), read::add);

    assertThat(read).singleElement().satisfies(e -> assertThat(e.id()).contains("run-1"));
  }

  @Test
  void aWrongPasswordIsTheReasonAndIsNotTold() {
    KafkaSettings settings = with("wrong horse");

    assertThat(publish(settings).get("run-1"))
        .startsWith("the broker at " + address + " refuses the credentials: ")
        .doesNotContain("wrong horse");
    assertThatThrownBy(
            () ->
                new EventReader(settings, TIMEOUT)
                    .read(EnumSet.allOf(Topic.class), new ReadFrom.Beginning(), event -> {}))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("refuses the credentials");
  }

  @Test
  void whoForgetsTheProtocolIsToldWhereToLook() {
    assertThat(publish(KafkaSettings.of(address)).get("run-1")).contains("check security.protocol");
  }

  private static KafkaSettings with(String password) {
    return new KafkaSettings(
        address,
        "canary",
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", MODULE + "username=\"canary\" password=\"" + password + "\";",
            "ssl.truststore.location", store.toString(),
            "ssl.truststore.password", "open sesame"));
  }

  private static Map<String, String> publish(KafkaSettings settings) {
    try (KafkaPublisher publisher = new KafkaPublisher(settings, TIMEOUT)) {
      return publisher.publish(List.of(Events.event("run-1", Topic.RUNS, "a")));
    }
  }

  private static void makeKey() throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "open sesame",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
  }
}
