package dev.canary.kafka;

import dev.canary.event.Topic;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** How topics must be, and the commands of Kafka's own tools that make them so. */
final class TopicCommands {
  static final String POLICY = "cleanup.policy";

  private final KafkaSettings settings;
  private final OptionalInt partitions;

  /**
   * @param partitions how many a topic gets; the broker's default if empty
   */
  TopicCommands(KafkaSettings settings, OptionalInt partitions) {
    this.settings = settings;
    this.partitions = partitions;
  }

  /** What a topic is created with. */
  static Map<String, String> configOf(Topic topic) {
    Map<String, String> config = new TreeMap<>();
    config.put(POLICY, topic.compacted() ? "compact" : "delete");
    if (!topic.compacted()) {
      config.put("retention.ms", Long.toString(Topics.RETENTION.toMillis()));
    }
    return config;
  }

  String create(Topic topic) {
    StringBuilder command =
        tool("kafka-topics.sh")
            .append(" --create --if-not-exists --topic ")
            .append(topic.name(settings.topicPrefix()));
    partitions.ifPresent(count -> command.append(" --partitions ").append(count));
    configOf(topic)
        .forEach(
            (key, value) -> command.append(" --config ").append(key).append('=').append(value));
    return command.toString();
  }

  String morePartitions(String topic, int count) {
    return tool("kafka-topics.sh")
        .append(" --alter --topic ")
        .append(topic)
        .append(" --partitions ")
        .append(count)
        .toString();
  }

  String alter(String topic, String key, String value) {
    return tool("kafka-configs.sh")
        .append(" --alter --entity-type topics --entity-name ")
        .append(topic)
        .append(" --add-config ")
        .append(key)
        .append('=')
        .append(value)
        .toString();
  }

  /** Run by whoever may; the user's name is not known here. */
  String allow(String topic) {
    return tool("kafka-acls.sh")
        .append(" --add --allow-principal User:NAME --operation Describe --operation Write")
        .append(" --operation DescribeConfigs --topic ")
        .append(topic)
        .toString();
  }

  private StringBuilder tool(String name) {
    return new StringBuilder(name)
        .append(" --bootstrap-server ")
        .append(settings.bootstrap())
        .append(settings.properties().isEmpty() ? "" : " --command-config client.properties");
  }
}
