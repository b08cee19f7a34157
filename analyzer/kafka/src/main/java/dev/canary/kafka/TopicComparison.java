package dev.canary.kafka;

import dev.canary.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Holds topics that are there against what they must be: their policy is exact, what is kept and
 * taken is at least so long and large.
 */
final class TopicComparison {
  private final KafkaSettings settings;
  private final TopicCommands commands;
  private final OptionalInt partitions;
  private final Duration within;

  /**
   * @param partitions how many each topic must have; any number if empty
   * @param within which the broker must answer
   */
  TopicComparison(KafkaSettings settings, OptionalInt partitions, Duration within) {
    this.settings = settings;
    this.commands = new TopicCommands(settings, partitions);
    this.partitions = partitions;
    this.within = within;
  }

  /** The differences of topics that exist. */
  List<Difference> of(Admin admin, List<Topic> topics) {
    Map<String, Topic> named =
        topics.stream()
            .collect(
                Collectors.toMap(
                    topic -> topic.name(settings.topicPrefix()),
                    Function.identity(),
                    (a, b) -> a,
                    TreeMap::new));
    Map<String, TopicDescription> described =
        await(admin.describeTopics(named.keySet()).allTopicNames());
    List<ConfigResource> resources =
        named.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<ConfigResource, Config> configs = await(admin.describeConfigs(resources).all());
    List<Difference> differences = new ArrayList<>();
    for (ConfigResource resource : resources) {
      String name = resource.name();
      Topic topic = Objects.requireNonNull(named.get(name));
      int has = Objects.requireNonNull(described.get(name)).partitions().size();
      addPartitions(name, has, differences);
      addConfig(topic, name, Objects.requireNonNull(configs.get(resource)), differences);
    }
    return differences;
  }

  private void addPartitions(String name, int has, List<Difference> differences) {
    if (partitions.isEmpty() || partitions.getAsInt() == has) {
      return;
    }
    int wanted = partitions.getAsInt();
    String found = "has %d partitions, should have %d".formatted(has, wanted);
    differences.add(
        new Difference(
            name,
            found,
            has < wanted
                ? commands.morePartitions(name, wanted)
                : "partitions cannot be taken away: delete the topic and create it anew"));
  }

  private void addConfig(Topic topic, String name, Config has, List<Difference> differences) {
    Map<String, String> all = new TreeMap<>(TopicCommands.configOf(topic));
    all.put("max.message.bytes", Integer.toString(settings.largestRecord()));
    for (Map.Entry<String, String> wanted : all.entrySet()) {
      String key = wanted.getKey();
      ConfigEntry entry = has.get(key);
      String value = entry == null ? "" : String.valueOf(entry.value());
      if (!suffices(key, value, wanted.getValue())) {
        differences.add(
            new Difference(
                name,
                "has %s=%s, should have %s".formatted(key, value, wanted.getValue()),
                commands.alter(name, key, wanted.getValue())));
      }
    }
  }

  private static boolean suffices(String key, String value, String wanted) {
    if (key.equals(TopicCommands.POLICY)) {
      return Arrays.asList(value.split(",")).equals(List.of(wanted));
    }
    try {
      long has = Long.parseLong(value);
      return has == -1 || has >= Long.parseLong(wanted);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new BrokerException(Reasons.of(e, settings), e);
    } catch (TimeoutException e) {
      throw new BrokerException(Reasons.noAnswer(settings), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
