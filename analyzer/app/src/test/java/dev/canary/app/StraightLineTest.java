package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.canary.event.Topic;
import dev.canary.kafka.EventReader;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.ReadFrom;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.kafka.Schemas;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From capture to a consumer of Kafka, through the commands, on a real broker. */
@Timeout(120)
class StraightLineTest {
  private static final int CASES = 30;

  @TempDir Path folder = Path.of("");

  @Test
  void a_swapped_class_travels_from_the_replay_to_a_consumer_and_every_event_keeps_its_schema() {
    RecordedWorkspace workspace = new RecordedWorkspace(folder, "kafka: embedded\n");
    workspace.suite("loans", CASES).answers("loans", RecordedWorkspace.spread(CASES));
    Cli canary = new Cli(folder);
    assertThat(canary.run("run").exitCode()).as("no baseline is inconclusive").isEqualTo(3);
    assertThat(canary.run("capture", "loans").exitCode()).isZero();
    assertThat(canary.run("run").exitCode()).as("not approved is inconclusive").isEqualTo(3);
    assertThat(canary.run("approve", "loans", "--reason", "reviewed").exitCode()).isZero();
    assertThat(canary.run("run").out()).contains("HEALTHY").contains("events delivered to Kafka");

    double[] swapped = RecordedWorkspace.spread(CASES);
    for (int i = 0; i < CASES; i++) {
      swapped[i] = 1 - swapped[i];
    }
    workspace.answers("loans", swapped);
    Cli.Answer drifted = canary.run("run", "--output", "json");
    assertThat(drifted.exitCode()).as("no platform is known, so it is drift").isEqualTo(1);
    assertThat(drifted.lines()).singleElement().asString().contains("LABELS_PERMUTED");

    swapped[0] = 2.5;
    workspace.answers("loans", swapped);
    assertThat(canary.run("run").exitCode()).as("beyond its range").isEqualTo(2);

    List<ReceivedEvent> events = read();
    assertThat(events).filteredOn(e -> e.topic().endsWith("runs.v1")).hasSize(5);
    assertThat(events).filteredOn(e -> e.topic().endsWith("state.v1")).hasSize(5);
    assertThat(events)
        .filteredOn(e -> e.topic().endsWith("findings.v1"))
        .anySatisfy(e -> assertThat(e.data().orElseThrow()).contains("LABELS_PERMUTED"));
    assertThat(events)
        .filteredOn(e -> e.topic().endsWith("alerts.v1"))
        .singleElement()
        .satisfies(
            e ->
                assertThat(e.data().orElseThrow())
                    .contains("\"OPENED\"")
                    .contains("canary explain"));
    assertThat(events).allSatisfy(StraightLineTest::keepsItsSchema);
    assertThat(drifted.lines().get(0)).isIn(events.stream().map(e -> e.data().orElse("")).toList());
    assertThat(canary.run("alerts", "--topic", "findings").out()).contains("LABELS_PERMUTED");
    assertThat(canary.run("alerts").lines())
        .singleElement()
        .asString()
        .contains("  loans  CRITICAL OPENED  ")
        .contains("; since 2")
        .contains("canary explain loans@");
    assertThat(canary.run("explain", "loans").out())
        .contains("Judged again")
        .contains("the same verdict");
  }

  @Test
  void without_a_broker_the_run_succeeds_and_the_next_one_with_a_broker_delivers_its_events() {
    RecordedWorkspace workspace =
        new RecordedWorkspace(folder, "kafka: {bootstrap: \"127.0.0.1:1\"}\n");
    workspace.suite("loans", CASES).answers("loans", RecordedWorkspace.spread(CASES));
    Cli canary = new Cli(folder);
    canary.run("capture");
    canary.run("approve", "loans");
    Cli.Answer away = canary.run("run");
    assertThat(away.exitCode()).isZero();
    assertThat(away.out()).contains("2 wait and the next run delivers them");

    new RecordedWorkspace(folder, "kafka: embedded\n");
    assertThat(canary.run("run").out()).contains("4 events delivered");
    assertThat(read()).extracting(e -> e.id().orElseThrow()).doesNotHaveDuplicates().hasSize(4);
  }

  private List<ReceivedEvent> read() {
    List<ReceivedEvent> events = new ArrayList<>();
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder.resolve(".canary/kafka"))) {
      new EventReader(KafkaSettings.of(broker.bootstrap()), Duration.ofSeconds(20))
          .read(EnumSet.allOf(Topic.class), new ReadFrom.Beginning(), events::add);
    }
    return events;
  }

  private static void keepsItsSchema(ReceivedEvent event) {
    String schema = Schemas.of(event.type().orElseThrow()).orElseThrow();
    Set<ValidationMessage> problems =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                // What is published is open to later versions; what is sent has no more than it
                // says.
                schema.replace(
                    "\"properties\": {", "\"additionalProperties\": false, \"properties\": {"))
            .validate(event.data().orElseThrow(), InputFormat.JSON);
    assertThat(problems).as(event.toString()).isEmpty();
  }
}
