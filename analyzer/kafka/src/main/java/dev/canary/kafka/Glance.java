package dev.canary.kafka;

import dev.canary.event.Topic;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Topics that a member of a group looks at beside those that it consumes: heart-beats, of which the
 * newest count. No offset of theirs is committed; whoever is given a partition begins with its
 * newest {@value GroupMember#LOOK_BACK} records. Topics with as many partitions are given away
 * alike, so that a member sees the heart-beats of the watches whose alerts it has.
 *
 * @param topics to look at
 * @param each takes their records, such as are no events, too
 */
public record Glance(Set<Topic> topics, Consumer<ReceivedEvent> each) {
  /** At nothing. */
  static final Glance NONE = new Glance(Set.of(), record -> {});

  public Glance {
    topics = Set.copyOf(topics);
  }
}
