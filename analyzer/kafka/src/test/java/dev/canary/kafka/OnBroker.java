package dev.canary.kafka;

import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Tests on one real broker; each has topics of its own. */
abstract class OnBroker {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  static BrokerHandle broker;
  KafkaSettings settings;

  @BeforeAll
  static void startBroker(@TempDir Path folder) {
    broker = BrokerFolder.connectOrStart(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    String prefix = test.getTestMethod().orElseThrow().getName();
    settings = new KafkaSettings(broker.bootstrap(), prefix, Map.of());
    new Topics(settings).createMissing(TIMEOUT);
  }
}
