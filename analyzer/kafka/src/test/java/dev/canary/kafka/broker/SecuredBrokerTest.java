package dev.canary.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.event.OutgoingEvent;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The user's TLS and SASL properties reach the publisher, the reader and the topics; who lacks a
 * right is told which.
 */
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
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        MODULE + "user_canary=\"hush bird\" user_mole=\"dark soil\";");
    secured.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    secured.put("super.users", "User:ANONYMOUS;User:canary");
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

    assertThat(publish(settings)).isEmpty();

    assertThat(read(settings)).singleElement().satisfies(e -> assertThat(e.id()).contains("run-1"));
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

  @Test
  void whoLacksARightIsToldWhichAndEveryEventArrivesOnceItHasIt() throws Exception {
    KafkaSettings mole = as("mole", "dark soil", "rights");
    List<OutgoingEvent> events =
        List.of(
            Events.event("rights-1", Topic.RUNS, "a"),
            Events.event("rights-2", Topic.ALERTS, "a"),
            Events.event("rights-3", Topic.RUNS, "a"),
            Events.event("rights-4", Topic.RUNS, "b"));
    new Topics(as("canary", "hush bird", "rights")).createMissing(TIMEOUT);

    assertThat(publish(mole, events))
        .hasSize(4)
        .allSatisfy(
            (id, why) ->
                assertThat(why)
                    .startsWith("the broker at " + address + " does not permit it: Topic")
                    .contains("its user needs Describe and Write on the topics"));
    assertThat(new Topics(mole).check(TIMEOUT))
        .hasSize(5)
        .allMatch(d -> d.found().contains("does not permit it"))
        .allMatch(d -> d.command().startsWith("kafka-acls.sh "))
        .allMatch(d -> d.command().endsWith("--topic " + d.topic()));
    assertThatThrownBy(() -> new Topics(as("mole", "dark soil", "absent")).createMissing(TIMEOUT))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("could not be created")
        .hasMessageContaining("Create to make them");

    allow("rights.", AclOperation.DESCRIBE);
    assertThat(publish(mole, events).values())
        .hasSize(4)
        .allMatch(why -> why.endsWith("its user may Write to no topic"));
    assertThatThrownBy(() -> new Topics(mole).check(TIMEOUT))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("DescribeConfigs to check");

    allow("rights.runs", AclOperation.WRITE);
    assertThat(publish(mole, events).keySet())
        .as("what has its key waits, what has another goes")
        .containsExactlyInAnyOrder("rights-2", "rights-3");
    allow("rights.", AclOperation.WRITE);
    assertThat(publish(mole, events.subList(1, 3))).isEmpty();
    allow("rights.", AclOperation.DESCRIBE_CONFIGS);
    assertThat(new Topics(mole).check(TIMEOUT)).isEmpty();
    assertThat(read(as("canary", "hush bird", "rights")))
        .extracting(event -> event.id().orElseThrow())
        .containsExactlyInAnyOrder("rights-1", "rights-4", "rights-2", "rights-3");
  }

  private static List<ReceivedEvent> read(KafkaSettings settings) {
    List<ReceivedEvent> read = new ArrayList<>();
    new EventReader(settings, TIMEOUT)
        .read(EnumSet.allOf(Topic.class), new ReadFrom.Beginning(), read::add);
    return read;
  }

  /** The topics whose names begin so. */
  private static void allow(String topics, AclOperation right) throws Exception {
    AclBinding binding =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, topics, PatternType.PREFIXED),
            new AccessControlEntry("User:mole", "*", right, AclPermissionType.ALLOW));
    Map<String, Object> config = new HashMap<>(with("hush bird").properties());
    config.put("bootstrap.servers", address);
    try (Admin admin = Admin.create(config)) {
      admin.createAcls(List.of(binding)).all().get();
    }
  }

  private static KafkaSettings with(String password) {
    return as("canary", password, "canary");
  }

  private static KafkaSettings as(String user, String password, String prefix) {
    return new KafkaSettings(
        address,
        prefix,
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", MODULE + "username=\"" + user + "\" password=\"" + password + "\";",
            "ssl.truststore.location", store.toString(),
            "ssl.truststore.password", "open sesame"));
  }

  private static Map<String, String> publish(KafkaSettings settings) {
    return publish(settings, List.of(Events.event("run-1", Topic.RUNS, "a")));
  }

  private static Map<String, String> publish(KafkaSettings settings, List<OutgoingEvent> events) {
    try (KafkaPublisher publisher = new KafkaPublisher(settings, TIMEOUT)) {
      return publisher.publish(events);
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
