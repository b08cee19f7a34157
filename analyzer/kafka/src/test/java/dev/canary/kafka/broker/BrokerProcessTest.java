package dev.canary.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.kafka.Events;
import dev.canary.kafka.KafkaPublisher;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.Read;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder's broker shared by processes, and what is left of it when they end. */
@Timeout(180)
class BrokerProcessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path folder = Path.of("");

  @Test
  void twoProcessesShareOneBroker() throws Exception {
    try (BrokerProcess owner = BrokerProcess.start(folder, BrokerProcess.End.CLOSE);
        BrokerHandle here = BrokerFolder.connectOrStart(folder)) {
      assertThat(owner.owned()).isTrue();
      assertThat(here.owned()).isFalse();
      assertThat(here.bootstrap()).isEqualTo(owner.bootstrap());
      assertThat(publish(here, "run-1")).isEmpty();

      assertThat(owner.end(TIMEOUT)).isZero();

      assertThat(publish(here, "run-2").get("run-2"))
          .isEqualTo("no broker at " + here.bootstrap() + " (connection refused)");
    }
    try (BrokerHandle next = BrokerFolder.connectOrStart(folder)) {
      assertThat(next.owned()).isTrue();
      assertThat(ids(next)).containsExactly("run-1");
    }
  }

  @Test
  void aKilledOwnerLosesNoRecordAndBlocksNobody() throws Exception {
    try (BrokerProcess owner = BrokerProcess.start(folder, BrokerProcess.End.CLOSE);
        BrokerHandle here = BrokerFolder.connectOrStart(folder)) {
      assertThat(publish(here, "run-1")).isEmpty();
      owner.kill();
    }
    assertThat(folder.resolve("address")).exists();
    assertThat(BrokerFolder.running(folder)).isEmpty();

    try (BrokerHandle next = BrokerFolder.connectOrStart(folder)) {
      assertThat(next.owned()).isTrue();
      assertThat(publish(next, "run-2")).isEmpty();
      assertThat(ids(next)).containsExactly("run-1", "run-2");
    }
  }

  @Test
  void whoComesWhileTheOwnerIsStartingWaitsForIt() throws Exception {
    Process owner = BrokerProcess.launch(folder, BrokerProcess.End.CLOSE);
    try {
      // The file is all that tells of a process that is still starting.
      while (!Files.exists(folder.resolve("lock"))) {
        Thread.sleep(5);
      }
      try (BrokerHandle here = BrokerFolder.connectOrStart(folder)) {
        assertThat(publish(here, "run-1")).isEmpty();
      }
    } finally {
      owner.destroyForcibly();
    }
  }

  @Test
  void aProgramThatForgetsTheBrokerEndsAnyway() throws Exception {
    try (BrokerProcess program = BrokerProcess.start(folder, BrokerProcess.End.FORGET)) {
      assertThat(program.end(TIMEOUT)).isZero();
    }
    assertThat(folder.resolve("address")).doesNotExist();
  }

  @Test
  void aProgramThatExitsKeepsItsExitCodeAndClosesTheBroker() throws Exception {
    try (BrokerProcess program = BrokerProcess.start(folder, BrokerProcess.End.EXIT)) {
      assertThat(program.end(TIMEOUT)).isEqualTo(7);
    }
    assertThat(folder.resolve("address")).doesNotExist();
  }

  private static Map<String, String> publish(BrokerHandle broker, String id) {
    OutgoingEvent event = Events.event(id, Topic.RUNS, "a");
    try (KafkaPublisher publisher =
        new KafkaPublisher(KafkaSettings.of(broker.bootstrap()), TIMEOUT)) {
      return publisher.publish(List.of(event));
    }
  }

  private static List<String> ids(BrokerHandle broker) {
    return Read.all(broker.bootstrap(), Topic.DEFAULT_PREFIX).stream()
        .map(record -> Read.header(record, "ce_id"))
        .toList();
  }
}
