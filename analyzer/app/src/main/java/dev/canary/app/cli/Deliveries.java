package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Delivery;
import dev.canary.app.job.Wiring;
import dev.canary.event.Relay;
import dev.canary.format.FormatException;

/** What commands that record events do at their end. */
final class Deliveries {
  private Deliveries() {}

  /** A broker that is away is told and changes nothing: the events wait for the next delivery. */
  static void deliver(Wiring wiring, Common common) throws FormatException, CannotRunException {
    try (Delivery delivery = wiring.delivery()) {
      Relay.Outcome outcome = delivery.deliver(wiring.outbox());
      common.say(delivery.describe(outcome));
      if (common.json() && outcome.waiting() > 0) {
        System.err.println("canary: " + delivery.describe(outcome));
      }
    }
  }
}
