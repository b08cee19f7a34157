package dev.canary.app.cli;

import dev.canary.alert.Silence;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import dev.canary.format.SilenceJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps alerts of a watch from paging anybody for a while. */
@Command(
    name = "silence",
    description =
        "Let alerts of a watch page nobody for a while. They are judged and recorded as ever.",
    footer = {
      "",
      "Examples:",
      "  canary silence credit-risk --for 2h --reason \"moving to new machines\"",
      "  canary silence                             what is silenced now",
      "  canary silence --end credit-risk~2026-01-31T12:00:00Z"
    })
final class SilenceCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "WATCH",
      arity = "0..1",
      description = "The watch, or one of its replicas (default: list the silences that hold).")
  private @Nullable String watch;

  @Option(
      names = "--for",
      paramLabel = "2h",
      converter = DurationConverter.class,
      description = "How long; required, since no silence is for ever.")
  private @Nullable Duration lasting;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; required.")
  private @Nullable String reason;

  @Option(names = "--by", paramLabel = "NAME", description = "Who wants it (default: you).")
  private String by = System.getProperty("user.name");

  @Option(names = "--end", paramLabel = "ID", description = "End a silence now.")
  private @Nullable String end;

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      Instant now = wiring.now();
      if (end != null) {
        end(wiring, end, now);
      } else if (watch != null) {
        begin(wiring, watch, now);
      } else {
        list(wiring.store().silencesEndingAfter(now));
      }
      return ExitCodes.DONE;
    }
  }

  private void begin(Wiring wiring, String name, Instant now)
      throws FormatException, CannotRunException {
    if (lasting == null || reason == null || reason.isBlank()) {
      throw new CannotRunException(
          "a silence needs an end and a reason: canary silence "
              + name
              + " --for 2h --reason \"why\"");
    }
    if (by.isBlank()) {
      throw new CannotRunException("a silence needs somebody who wants it: --by NAME");
    }
    wiring.watches(List.of(name));
    Silence silence = Silence.of(name, now, now.plus(lasting), by, reason);
    wiring.store().record(silence);
    answer(silence);
  }

  private void end(Wiring wiring, String id, Instant now)
      throws FormatException, CannotRunException {
    if (!wiring.store().endSilence(id, now)) {
      throw new CannotRunException("no silence " + id + " holds; see: canary silence");
    }
    common.say("the silence " + id + " is over");
  }

  private void list(List<Silence> silences) {
    if (silences.isEmpty()) {
      common.say("nothing is silenced");
    }
    silences.forEach(this::answer);
  }

  private void answer(Silence silence) {
    Common.answer(
        common.json()
            ? SilenceJson.of(silence)
            : "%s  until %s  by %s: %s"
                .formatted(silence.id(), silence.until(), silence.by(), silence.reason()));
  }
}
