package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Delivery;
import dev.canary.app.job.Wiring;
import dev.canary.event.Relay;
import dev.canary.format.FormatException;
import dev.canary.format.KafkaSettings;
import dev.canary.kafka.BrokerException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps the embedded broker up. */
@Command(
    name = "kafka",
    description =
        "Keep the workspace's embedded broker up in the foreground, so that others can read from it.",
    footer = {
      "",
      "Example:",
      "  canary kafka                   until interrupted; prints the address"
    })
final class KafkaCommand implements Callable<Integer> {
  private static final long LOOK_SECONDS = 1;

  @Mixin private Common common = new Common();

  @Override
  public Integer call() throws FormatException, CannotRunException, InterruptedException {
    try (Wiring wiring = common.open();
        Delivery delivery = wiring.delivery()) {
      if (!(wiring.settings().kafka() instanceof KafkaSettings.Embedded)) {
        throw new CannotRunException(
            "kafka is not embedded in canary.yaml: there is nothing to keep up");
      }
      String address = delivery.connect().orElseThrow().bootstrap();
      Relay.Outcome outcome = delivery.deliver(wiring.outbox());
      Common.answer("kafka is up at " + address + "; interrupt to stop");
      common.say(delivery.describe(outcome));
      CountDownLatch stop = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
      keepUp(delivery, stop);
      return ExitCodes.DONE;
    } catch (BrokerException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Kafka gives up for good when its disk is full; here it is started again until it stays up. */
  private void keepUp(Delivery delivery, CountDownLatch stop)
      throws FormatException, InterruptedException {
    String told = "";
    while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
      try {
        if (delivery.revive()) {
          String address = delivery.connect().orElseThrow().bootstrap();
          common.remark("the broker had gone; it is up again at " + address);
        }
        told = "";
      } catch (BrokerException e) {
        String why = "kafka is down, and tried again every second: " + e.getMessage();
        if (!why.equals(told)) {
          common.remark(why);
        }
        told = why;
      }
    }
  }
}
