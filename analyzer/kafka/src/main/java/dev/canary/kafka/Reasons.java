package dev.canary.kafka;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Turns what Kafka throws into one line for people. */
final class Reasons {
  private static final int LONGEST = 300;

  private Reasons() {}

  static String missing(String topic) {
    return "topic " + topic + " is missing: create it (`canary topics` prints how)";
  }

  static String noAnswer(KafkaSettings settings) {
    return "the broker at "
        + settings.bootstrap()
        + " accepts connections but does not answer: check security.protocol and its advertised listeners";
  }

  static String lost(KafkaSettings settings) {
    return "the broker at " + settings.bootstrap() + " stopped answering";
  }

  static String of(Throwable thrown, KafkaSettings settings) {
    Throwable cause = unwrap(thrown);
    String at = "the broker at " + settings.bootstrap();
    if (cause instanceof AuthenticationException) {
      return oneLine(at + " refuses the credentials: ", cause, settings);
    }
    if (cause instanceof AuthorizationException) {
      return oneLine(at + " does not permit it: ", cause, settings) + lacking(cause);
    }
    return oneLine("", cause, settings);
  }

  /**
   * Which right the user lacks; the broker names none. An idempotent producer is refused for the
   * whole cluster if it may write to no topic at all (KIP-679).
   */
  private static String lacking(Throwable refused) {
    return refused instanceof ClusterAuthorizationException
        ? "; its user may Write to no topic"
        : "; its user needs Describe and Write on the topics, DescribeConfigs to check and Create to make them, Read to consume";
  }

  static boolean isMissingTopic(Throwable thrown) {
    return unwrap(thrown) instanceof UnknownTopicOrPartitionException;
  }

  /** The innermost Kafka exception tells more than the ones that wrap it. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && wraps(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean wraps(Throwable thrown) {
    return thrown instanceof ExecutionException || thrown.getClass() == KafkaException.class;
  }

  private static String oneLine(String start, Throwable cause, KafkaSettings settings) {
    String said =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String line = settings.masked(start + said).replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
