package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Alert;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.check.Checks;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Publisher;
import dev.canary.event.Relay;
import dev.canary.event.Topic;
import dev.canary.event.WatchEvent.AlertEvent;
import dev.canary.event.WatchEvent.StateEvent;
import dev.canary.format.Workspace;
import dev.canary.kafka.EventConsumer;
import dev.canary.kafka.KafkaPublisher;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import dev.canary.replay.Order;
import dev.canary.store.Store;
import dev.canary.store.StoredRun;
import dev.canary.watch.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is away for an hour of runs, and loses acknowledgements when it is back: a consumer
 * that drops known ids has every event once, those of a watch in their order, and the state topic
 * equals the store.
 */
@Timeout(180)
class HourWithoutBrokerTest {
  private static final int CASES = 4;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int HOUR = 360;
  private static final Instant START = Instant.parse("2026-03-04T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Set<Topic> TOPICS = EnumSet.complementOf(EnumSet.of(Topic.DLQ));

  @TempDir Path folder = Path.of("");

  private final List<OutgoingEvent> recorded = new ArrayList<>();

  @Test
  void everyEventArrivesOnceAndInOrderAndTheStateTopicEqualsTheStore() throws Exception {
    RecordedWorkspace workspace = trusted("loans", "cards");
    KafkaSettings kafka;
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Store store = wiring.store();
      try (BrokerHandle broker = start()) {
        kafka = KafkaSettings.of(broker.bootstrap());
        runs(wiring, 0, 3);
        assertThat(relay(store, publisher(kafka)).waiting()).isZero();
      }

      runs(wiring, 3, 100);
      workspace.answers("loans", answers(2.5));
      runs(wiring, 100, 105);
      workspace.answers("loans", answers(0));
      runs(wiring, 105, HOUR);
      workspace.answers("cards", answers(2.5));
      runs(wiring, HOUR, HOUR + 5);
      assertThat(relay(store, publisher(kafka)).delivered()).isZero();

      try (BrokerHandle broker = start()) {
        assertThat(broker.bootstrap()).isEqualTo(kafka.bootstrap());
        assertThat(relay(store, new Deaf(publisher(kafka))).delivered()).isZero();
        assertThat(relay(store, publisher(kafka)).waiting()).isZero();
        compare(kafka, store);
      }
    }
  }

  private void compare(KafkaSettings kafka, Store store) {
    Map<String, List<String>> seen = new HashMap<>();
    Map<String, StateEvent> states = new HashMap<>();
    List<String> alerts = new ArrayList<>();
    int[] count = {0};
    new EventConsumer(kafka, "consumer", TIMEOUT)
        .consume(
            TOPICS,
            () -> count[0] >= recorded.size(),
            (event, record) -> {
              count[0]++;
              seen.computeIfAbsent(lane(record.topic(), event.watch()), lane -> new ArrayList<>())
                  .add(record.id().orElseThrow());
              if (event instanceof StateEvent state) {
                states.put(state.watch(), state);
              } else if (event instanceof AlertEvent alert) {
                alerts.add(alert.watch() + " " + alert.kind());
              }
            });

    assertThat(recorded).hasSizeGreaterThan(4 * HOUR);
    assertThat(seen)
        .isEqualTo(
            recorded.stream()
                .collect(
                    Collectors.groupingBy(
                        event -> lane(event.topic().name(kafka.topicPrefix()), event.key()),
                        Collectors.mapping(OutgoingEvent::id, Collectors.toList()))));
    assertThat(alerts).containsExactlyInAnyOrder("loans OPENED", "loans RESOLVED", "cards OPENED");
    assertThat(states).containsOnlyKeys("loans", "cards");
    states.forEach((watch, state) -> equals(store, watch, state));
  }

  private static void equals(Store store, String watch, StateEvent state) {
    StoredRun latest = store.history().latestOf(watch).orElseThrow();
    assertThat(state.run()).isEqualTo(latest.id());
    assertThat(state.verdict()).isEqualTo(latest.verdict());
    assertThat(state.alerts())
        .isEqualTo(store.alertsOf(watch).state().alert().map(Alert::id).stream().toList());
  }

  private static String lane(String topic, String watch) {
    return topic + " " + watch;
  }

  /** Runs both watches so often; keeps what they tell. */
  private void runs(Wiring wiring, int from, int to) throws Exception {
    RunJob job = wiring.runJob(Tier.GOLDEN, Checks.standard(), Order::asWritten, done -> {});
    List<Watched> watches = wiring.watches(List.of());
    int before = wiring.outbox().size();
    for (int i = from; i < to; i++) {
      for (Watched watch : watches) {
        job.run(watch, START.plus(PERIOD.multipliedBy(i)));
      }
    }
    recorded.addAll(wiring.outbox().waiting(before, Integer.MAX_VALUE));
  }

  private RecordedWorkspace trusted(String... suites) {
    RecordedWorkspace workspace = new RecordedWorkspace(folder, "kafka: none\n");
    Cli canary = new Cli(folder);
    for (String suite : suites) {
      workspace.suite(suite, CASES).answers(suite, answers(0));
      assertThat(canary.run("capture", suite).exitCode()).isZero();
      assertThat(canary.run("approve", suite).exitCode()).isZero();
    }
    return workspace;
  }

  /** The usual answers, the last of them moved. */
  private static double[] answers(double by) {
    double[] answers = RecordedWorkspace.spread(CASES);
    answers[CASES - 1] += by;
    return Arrays.copyOf(answers, CASES);
  }

  private BrokerHandle start() {
    return BrokerFolder.connectOrStart(folder.resolve("broker"));
  }

  private static Publisher publisher(KafkaSettings kafka) {
    return new KafkaPublisher(kafka, Duration.ofSeconds(10));
  }

  private static Relay.Outcome relay(Store store, Publisher publisher) {
    try (publisher) {
      return new Relay(store.outbox(), publisher).drain();
    }
  }

  /**
   * Delivers, and hears of no acknowledgement: the broker took the events, and its answers were
   * lost.
   */
  private record Deaf(Publisher publisher) implements Publisher {
    @Override
    public Map<String, String> publish(List<OutgoingEvent> events) {
      publisher.publish(events);
      Map<String, String> failures = new HashMap<>();
      events.forEach(event -> failures.put(event.id(), "no acknowledgement"));
      return failures;
    }

    @Override
    public boolean lostTheBroker() {
      return publisher.lostTheBroker();
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
