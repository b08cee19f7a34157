package dev.canary.kafka;

import dev.canary.event.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks the broker for topics without creating them. The producer cannot be used for that: it asks
 * again and again until its time-out, and a broker that creates topics by itself would make them
 * with the wrong policy.
 */
final class TopicCheck {
  private TopicCheck() {}

  /**
   * Why nothing can be sent to a topic; a topic that is absent from the answer is there.
   *
   * @throws BrokerException when the broker does not answer
   */
  static Map<Topic, String> problems(
      Admin admin, KafkaSettings settings, Collection<Topic> topics, Duration within) {
    int millis = Math.toIntExact(Math.max(1, within.toMillis()));
    Map<String, Topic> named = new HashMap<>();
    topics.forEach(topic -> named.put(topic.name(settings.topicPrefix()), topic));
    Map<Topic, String> problems = new EnumMap<>(Topic.class);
    admin
        .describeTopics(named.keySet(), new DescribeTopicsOptions().timeoutMs(millis))
        .topicNameValues()
        .forEach(
            (name, answer) ->
                problem(answer, name, settings, millis)
                    .ifPresent(problem -> problems.put(topic(named, name), problem)));
    return problems;
  }

  private static Topic topic(Map<String, Topic> named, String name) {
    return Objects.requireNonNull(named.get(name));
  }

  private static Optional<String> problem(
      KafkaFuture<TopicDescription> answer, String topic, KafkaSettings settings, int millis) {
    try {
      answer.get(millis, TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(problem(e, topic, settings));
    } catch (TimeoutException e) {
      throw new BrokerException(Reasons.noAnswer(settings), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static String problem(ExecutionException thrown, String topic, KafkaSettings settings) {
    if (Reasons.isMissingTopic(thrown)) {
      return Reasons.missing(topic);
    }
    if (thrown.getCause() instanceof AuthorizationException) {
      return Reasons.of(thrown, settings);
    }
    if (thrown.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
      throw new BrokerException(Reasons.noAnswer(settings), thrown);
    }
    throw new BrokerException(Reasons.of(thrown, settings), thrown);
  }
}
