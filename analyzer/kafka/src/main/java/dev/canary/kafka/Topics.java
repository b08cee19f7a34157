package dev.canary.kafka;

import dev.canary.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics as the broker must have them: state compacted, the others deleted by age. Nothing is
 * ever created on a broker of the user's own unless asked for.
 */
public final class Topics {
  /**
   * How long a record is kept where it is deleted by age: as long as the store keeps what was not
   * healthy.
   */
  public static final Duration RETENTION = Duration.ofDays(90);

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 10;

  private final KafkaSettings settings;
  private final OptionalInt partitions;
  private final TopicCommands commands;

  /** Topics with as many partitions as the broker gives by itself. */
  public Topics(KafkaSettings settings) {
    this(settings, OptionalInt.empty());
  }

  /**
   * Topics with so many partitions; replicas are the broker's default.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public Topics(KafkaSettings settings, OptionalInt partitions) {
    if (partitions.isPresent() && partitions.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "a topic needs a partition at least, not " + partitions.getAsInt());
    }
    this.settings = settings;
    this.partitions = partitions;
    this.commands = new TopicCommands(settings, partitions);
  }

  /** One {@code kafka-topics.sh} command a topic. */
  public List<String> describe() {
    return Arrays.stream(Topic.values()).map(commands::create).toList();
  }

  /**
   * What the broker has otherwise; empty when all is well.
   *
   * @throws BrokerException when the broker does not answer in time, or refuses
   */
  public List<Difference> check(Duration within) {
    try (Connection connection = connect(within)) {
      Map<Topic, String> problems = connection.problems(EnumSet.allOf(Topic.class));
      List<Difference> differences = new ArrayList<>();
      problems.forEach(
          (topic, problem) -> {
            String name = topic.name(settings.topicPrefix());
            boolean missing = problem.equals(Reasons.missing(name));
            differences.add(
                new Difference(
                    name, problem, missing ? commands.create(topic) : commands.allow(name)));
          });
      List<Topic> present =
          Arrays.stream(Topic.values()).filter(topic -> !problems.containsKey(topic)).toList();
      differences.addAll(
          new TopicComparison(settings, partitions, connection.left())
              .of(connection.admin, present));
      return differences;
    }
  }

  /**
   * Creates the topics that the broker lacks and waits until it serves them; existing ones are left
   * as they are.
   *
   * @return the names of those that were created
   * @throws BrokerException when the broker does not answer in time, or refuses
   */
  public Set<String> createMissing(Duration within) {
    try (Connection connection = connect(within)) {
      Map<Topic, String> missing = connection.problems(EnumSet.allOf(Topic.class));
      if (!missing.isEmpty()) {
        connection.create(missing.keySet());
        connection.awaitServed(missing.keySet());
      }
      return names(missing);
    }
  }

  private Connection connect(Duration within) {
    KafkaLogs.quiet();
    Reachability.require(settings, within);
    return new Connection(Clients.admin(settings), System.nanoTime() + within.toNanos());
  }

  private Set<String> names(Map<Topic, String> topics) {
    return topics.keySet().stream()
        .map(topic -> topic.name(settings.topicPrefix()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** One administration client with a deadline. */
  private final class Connection implements AutoCloseable {
    private final Admin admin;
    private final long deadline;

    Connection(Admin admin, long deadline) {
      this.admin = admin;
      this.deadline = deadline;
    }

    Map<Topic, String> problems(Set<Topic> topics) {
      return TopicCheck.problems(admin, settings, topics, left());
    }

    void create(Set<Topic> topics) {
      List<NewTopic> wanted = topics.stream().map(Connection.this::wanted).toList();
      int millis = Math.toIntExact(left().toMillis());
      CreateTopicsResult result =
          admin.createTopics(wanted, new CreateTopicsOptions().timeoutMs(millis));
      result.values().forEach((name, answer) -> awaitCreated(name, answer, millis));
    }

    private void awaitCreated(String name, KafkaFuture<Void> answer, int millis) {
      try {
        answer.get(millis, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // Another process was faster.
          throw new BrokerException(
              "topic " + name + " could not be created: " + Reasons.of(e, settings), e);
        }
      } catch (TimeoutException e) {
        throw new BrokerException(Reasons.noAnswer(settings), e);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }

    /** The answer to a creation may come before the broker itself has heard of the topic. */
    void awaitServed(Set<Topic> topics) {
      while (!problems(topics).isEmpty()) {
        if (left().compareTo(Duration.ofMillis(1)) <= 0) {
          throw new BrokerException("the broker created the topics but does not serve them");
        }
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
      }
    }

    private NewTopic wanted(Topic topic) {
      Optional<Integer> count =
          partitions.isPresent() ? Optional.of(partitions.getAsInt()) : Optional.empty();
      return new NewTopic(topic.name(settings.topicPrefix()), count, Optional.empty())
          .configs(TopicCommands.configOf(topic));
    }

    private Duration left() {
      return Duration.ofNanos(
          Math.max(Duration.ofMillis(1).toNanos(), deadline - System.nanoTime()));
    }

    @Override
    public void close() {
      admin.close(GRACE);
    }
  }
}
