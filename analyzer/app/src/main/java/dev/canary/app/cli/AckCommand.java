package dev.canary.app.cli;

import dev.canary.alert.Alert;
import dev.canary.app.job.AlertJob;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an open alert over. */
@Command(
    name = "ack",
    description =
        "Take an open alert over: nobody is reminded of it any more until it gets worse or is over.",
    footer = {
      "",
      "Examples:",
      "  canary ack credit-risk --note \"rolling back to 41\"",
      "  canary ack 'credit-risk!2026-01-31T12:03:00Z' --by ana"
    })
final class AckCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "ALERT|WATCH",
      description = "An alert's id, or the watch whose open alert is meant.")
  private String name = "";

  @Option(names = "--by", paramLabel = "NAME", description = "Who takes it over (default: you).")
  private String by = System.getProperty("user.name");

  @Option(names = "--note", paramLabel = "TEXT", description = "What others should know.")
  private @Nullable String note;

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      AlertJob job = wiring.alertJob();
      int taken = 0;
      for (Watched watch : wiring.watches(List.of(AlertName.watch(name)))) {
        Optional<Alert> open = wiring.store().alertsOf(watch.name()).state().alert();
        if (open.isPresent() && (AlertName.isWatch(name) || open.get().id().equals(name))) {
          String alert = open.get().id();
          job.acknowledge(watch, alert, by, Common.given(note), wiring.now());
          common.say("%s is taken over by %s".formatted(alert, by));
          taken++;
        }
      }
      if (taken == 0) {
        throw new CannotRunException(
            AlertName.isWatch(name)
                ? "no alert of %s is open; see: canary alerts --open".formatted(name)
                : "no alert %s is open; see: canary alerts --open".formatted(name));
      }
      Deliveries.deliver(wiring, common);
      return ExitCodes.DONE;
    }
  }
}
