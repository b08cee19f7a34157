package dev.canary.kafka.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of a broker that is alone, small, quick to start, and on the loopback interface
 * only.
 */
final class BrokerConfig {
  static final String NODE_ID = "1";
  static final String CONTROLLER = "CONTROLLER";

  private static final List<String> ALONE =
      List.of(
          "offsets.topic.replication.factor",
          "offsets.topic.num.partitions",
          "transaction.state.log.replication.factor",
          "transaction.state.log.num.partitions",
          "transaction.state.log.min.isr",
          "share.coordinator.state.topic.replication.factor",
          "share.coordinator.state.topic.num.partitions",
          "share.coordinator.state.topic.min.isr",
          "default.replication.factor",
          "min.insync.replicas",
          "num.partitions");

  private BrokerConfig() {}

  /**
   * @param more settings that come over these, for tests
   */
  static Properties of(Path data, Ports ports, Map<String, String> more) {
    Properties config = new Properties();
    String controller = Ports.HOST + ":" + ports.controller();
    config.put("process.roles", "broker,controller");
    config.put("node.id", NODE_ID);
    config.put("controller.quorum.voters", NODE_ID + "@" + controller);
    config.put("controller.listener.names", CONTROLLER);
    config.put(
        "listeners", "PLAINTEXT://" + ports.address() + "," + CONTROLLER + "://" + controller);
    config.put("log.dirs", data.toString());
    ALONE.forEach(key -> config.put(key, "1"));
    config.put("auto.create.topics.enable", "false");
    lasting(config);
    small(config);
    config.putAll(more);
    return config;
  }

  /**
   * An event is deleted from the outbox once acknowledged, so an acknowledged record must be on the
   * disk.
   */
  private static void lasting(Properties config) {
    config.put("log.flush.interval.messages", "1");
    // After a kill, the broker must wait until its former self counts as gone: 9 s by default.
    config.put("broker.session.timeout.ms", "1500");
    config.put("broker.heartbeat.interval.ms", "300");
  }

  private static void small(Properties config) {
    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("num.network.threads", "1");
    config.put("num.io.threads", "2");
    config.put("num.recovery.threads.per.data.dir", "1");
    config.put("log.cleaner.dedupe.buffer.size", "1048577");
    config.put("log.index.size.max.bytes", "1048576");
    config.put("metadata.max.idle.interval.ms", "5000");
    config.put("metric.reporters", "");
  }
}
