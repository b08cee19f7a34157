package dev.canary.app.job;

import dev.canary.event.Outbox;
import dev.canary.event.Relay;
import dev.canary.format.FormatException;
import dev.canary.format.KafkaSettings;
import dev.canary.format.Settings;
import dev.canary.format.Workspace;
import dev.canary.kafka.BrokerException;
import dev.canary.kafka.KafkaPublisher;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Delivers waiting events to the broker of a workspace: an embedded one, any other, or none.
 *
 * <p>A broker that is away changes nothing but the number of events that wait.
 */
public abstract sealed class Delivery implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Optional<Link> link = Optional.empty();

  /** A publisher that stays open between two deliveries, and to whom it publishes. */
  private record Link(dev.canary.kafka.KafkaSettings settings, KafkaPublisher publisher) {}

  /** The delivery that the settings ask for. */
  static Delivery of(Settings settings, Workspace workspace) {
    KafkaSettings kafka = settings.kafka();
    if (kafka instanceof KafkaSettings.None) {
      return new Nowhere(settings.retention().events());
    }
    return kafka instanceof KafkaSettings.Brokers brokers
        ? new ToBrokers(brokers)
        : new ToEmbedded(workspace);
  }

  /** Delivers what waits, as far as the broker takes it. */
  public abstract Relay.Outcome deliver(Outbox outbox) throws FormatException;

  /** Says in one line where events went and how many still wait. */
  public abstract String describe(Relay.Outcome outcome);

  /**
   * Starts the embedded broker again if it has given up, as on a full disk.
   *
   * @return true if it had
   * @throws BrokerException if it does not come up
   */
  public boolean revive() {
    return false;
  }

  /** How to speak with the broker; empty when there is none. */
  public abstract Optional<dev.canary.kafka.KafkaSettings> connect() throws FormatException;

  @Override
  public void close() {
    unlink();
  }

  /** Waits a little for another process that is delivering: most often it takes these, too. */
  final Relay.Outcome deliver(Outbox outbox, dev.canary.kafka.KafkaSettings settings) {
    KafkaPublisher publisher = publisher(settings);
    try {
      Relay relay = new Relay(outbox, publisher);
      long begin = System.nanoTime();
      Relay.Outcome outcome = relay.drain();
      while (outcome.byAnother()
          && outcome.waiting() > 0
          && System.nanoTime() - begin < PATIENCE.toNanos()) {
        LockSupport.parkNanos(PAUSE.toNanos());
        outcome = relay.drain();
      }
      return outcome;
    } finally {
      if (publisher.lostTheBroker()) {
        unlink();
      }
    }
  }

  /**
   * The publisher of the last delivery, as long as it goes to the same broker and has not lost it.
   */
  private KafkaPublisher publisher(dev.canary.kafka.KafkaSettings settings) {
    if (link.filter(open -> open.settings().equals(settings)).isEmpty()) {
      unlink();
      link =
          Optional.of(
              new Link(settings, new KafkaPublisher(settings, KafkaPublisher.DEFAULT_TIMEOUT)));
    }
    return link.orElseThrow().publisher();
  }

  private void unlink() {
    link.ifPresent(open -> open.publisher().close());
    link = Optional.empty();
  }

  static Relay.Outcome away(Outbox outbox, String reason) {
    Map<String, Long> reasons = new LinkedHashMap<>();
    reasons.put(reason, (long) outbox.size());
    return new Relay.Outcome(0, outbox.size(), reasons);
  }

  static String say(Relay.Outcome outcome, String where) {
    if (outcome.byAnother() && outcome.waiting() == 0) {
      return "events delivered to Kafka at " + where + " by another process";
    }
    String delivered = outcome.delivered() + " events delivered to Kafka at " + where;
    if (outcome.waiting() == 0) {
      return delivered;
    }
    String reasons = outcome.reasons().keySet().stream().collect(Collectors.joining("; "));
    return "%s; %d wait and the next run delivers them: %s"
        .formatted(delivered, outcome.waiting(), reasons);
  }

  /** Offline: the newest events wait in the store until a broker is configured. */
  private static final class Nowhere extends Delivery {
    private final int kept;

    Nowhere(int kept) {
      this.kept = kept;
    }

    @Override
    public Relay.Outcome deliver(Outbox outbox) {
      if (outbox.size() > kept) {
        outbox.keepNewest(kept);
      }
      return new Relay.Outcome(0, outbox.size(), Map.of());
    }

    @Override
    public String describe(Relay.Outcome outcome) {
      return "kafka: none; %d events wait in the store".formatted(outcome.waiting());
    }

    @Override
    public Optional<dev.canary.kafka.KafkaSettings> connect() {
      return Optional.empty();
    }
  }

  /** A broker that somebody else runs. */
  private static final class ToBrokers extends Delivery {
    private final KafkaSettings.Brokers brokers;

    ToBrokers(KafkaSettings.Brokers brokers) {
      this.brokers = brokers;
    }

    @Override
    public Relay.Outcome deliver(Outbox outbox) throws FormatException {
      return deliver(outbox, connect().orElseThrow());
    }

    @Override
    public String describe(Relay.Outcome outcome) {
      return say(outcome, brokers.bootstrap().toString());
    }

    @Override
    public Optional<dev.canary.kafka.KafkaSettings> connect() throws FormatException {
      Map<String, String> properties = new LinkedHashMap<>();
      for (var property : brokers.properties().entrySet()) {
        properties.put(property.getKey(), StoreWiring.reveal(property.getValue()));
      }
      String bootstrap = StoreWiring.reveal(brokers.bootstrap());
      return Optional.of(
          new dev.canary.kafka.KafkaSettings(bootstrap, brokers.topicPrefix(), properties));
    }
  }

  /** The broker of the workspace, in this process or in the one that came first. */
  private static final class ToEmbedded extends Delivery {
    private final Workspace workspace;
    private Optional<BrokerHandle> broker = Optional.empty();

    ToEmbedded(Workspace workspace) {
      this.workspace = workspace;
    }

    @Override
    public Relay.Outcome deliver(Outbox outbox) {
      Relay.Outcome outcome = deliverOnce(outbox);
      if (outcome.waiting() > 0 && hasGone()) {
        forget();
        Relay.Outcome more = deliverOnce(outbox);
        return new Relay.Outcome(
            outcome.delivered() + more.delivered(), more.waiting(), more.reasons());
      }
      return outcome;
    }

    private Relay.Outcome deliverOnce(Outbox outbox) {
      try {
        return deliver(outbox, connect().orElseThrow());
      } catch (BrokerException e) {
        return away(outbox, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public boolean revive() {
      boolean gone = hasGone();
      if (gone) {
        forget();
      }
      connect();
      return gone;
    }

    private void forget() {
      broker.ifPresent(BrokerHandle::close);
      broker = Optional.empty();
    }

    /** The process that had the broker has ended, or this one's has given up on a full disk. */
    private boolean hasGone() {
      return broker.isPresent() && BrokerFolder.running(folder()).isEmpty();
    }

    private Path folder() {
      return workspace.state().resolve("kafka");
    }

    @Override
    public Optional<dev.canary.kafka.KafkaSettings> connect() {
      if (broker.isEmpty()) {
        broker = Optional.of(BrokerFolder.connectOrStart(folder()));
      }
      return broker.map(handle -> dev.canary.kafka.KafkaSettings.of(handle.bootstrap()));
    }

    @Override
    public String describe(Relay.Outcome outcome) {
      return say(
          outcome,
          broker
              .map(
                  h -> h.bootstrap() + (h.owned() ? " (embedded, in this process)" : " (embedded)"))
              .orElse("the embedded broker"));
    }

    @Override
    public void close() {
      super.close();
      broker.ifPresent(BrokerHandle::close);
    }
  }
}
