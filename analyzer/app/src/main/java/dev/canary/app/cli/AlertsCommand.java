package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Delivery;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.EventLine;
import dev.canary.event.Topic;
import dev.canary.format.CloudEventJson;
import dev.canary.format.FormatException;
import dev.canary.kafka.BrokerException;
import dev.canary.kafka.EventConsumer;
import dev.canary.kafka.EventReader;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.ReadFrom;
import dev.canary.kafka.ReceivedEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells which alerts the store holds, or reads events back from Kafka, as any consumer would. */
@Command(
    name = "alerts",
    description = "Read alerts from Kafka, each event once, as a consumer would.",
    footer = {
      "",
      "Examples:",
      "  canary alerts                  what is there",
      "  canary alerts --since 1h       of the last hour",
      "  canary alerts --follow         and whatever comes, until interrupted",
      "  canary alerts --open           which are open now, from the store",
      "  canary alerts --history 20     what happened to alerts, from the store",
      "  canary alerts --group pager    from where that group stopped; offsets are committed",
      "  canary alerts --topic dlq      what such a group could not read, and why"
    })
final class AlertsCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  @Mixin private Common common = new Common();

  @Option(names = "--follow", description = "Go on reading until interrupted.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "1h",
      converter = DurationConverter.class,
      description = "Only what was delivered this long ago or later (default: everything).")
  private @Nullable Duration since;

  @Option(
      names = "--topic",
      paramLabel = "alerts|findings|runs|state|dlq",
      description = "Which topic (default: alerts).")
  private Topic topic = Topic.ALERTS;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Consume as a member of this group, until interrupted: what was printed is not printed again.")
  private @Nullable String group;

  @Option(names = "--open", description = "The open alerts, from the store.")
  private boolean open;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "The last N things that happened to alerts, from the store.")
  private @Nullable Integer history;

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      if (open || history != null) {
        StoredAlertsAnswer stored = new StoredAlertsAnswer(wiring.store(), common);
        Common.given(history).ifPresentOrElse(stored::history, () -> stored.open(wiring.now()));
        return ExitCodes.DONE;
      }
      return read(wiring);
    }
  }

  private int read(Wiring wiring) throws FormatException, CannotRunException {
    try (Delivery delivery = wiring.delivery()) {
      KafkaSettings broker =
          delivery
              .connect()
              .orElseThrow(
                  () ->
                      new CannotRunException(
                          "kafka is none in canary.yaml: there is no broker to read from"));
      Consumer<ReceivedEvent> print =
          event ->
              Common.answer(
                  common.json()
                      ? CloudEventJson.of(event.key(), event.attributes(), event.data())
                      : EventLine.of(event));
      read(broker, wiring, print);
      return ExitCodes.DONE;
    } catch (BrokerException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()), e);
    }
  }

  private void read(KafkaSettings broker, Wiring wiring, Consumer<ReceivedEvent> print) {
    Follower follower = new Follower(topic, wiring.clock(), print, this::tellSilent);
    if (group != null) {
      new EventConsumer(broker, group, TIMEOUT)
          .consume(
              Set.of(topic),
              follower.glance(),
              follower.until(untilStopped()),
              (event, record) -> follower.accept(record));
    } else if (follow) {
      new EventReader(broker, TIMEOUT)
          .follow(follower.topics(), from(wiring), follower.until(untilStopped()), follower);
    } else {
      new EventReader(broker, TIMEOUT).read(Set.of(topic), from(wiring), print);
    }
  }

  private static BooleanSupplier untilStopped() {
    AtomicBoolean stopped = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped.set(true)));
    return stopped::get;
  }

  private void tellSilent(Follower.Silent silent) {
    Common.answer(common.json() ? silent.json() : silent.text());
  }

  private ReadFrom from(Wiring wiring) {
    return since == null
        ? new ReadFrom.Beginning()
        : new ReadFrom.Time(wiring.clock().instant().minus(since));
  }
}
