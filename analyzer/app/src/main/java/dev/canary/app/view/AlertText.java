package dev.canary.app.view;

import dev.canary.alert.Alert;
import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Phase;
import dev.canary.alert.AlertState.Stretch;
import dev.canary.alert.Changes;
import dev.canary.alert.Silence;
import dev.canary.alert.Transition;
import dev.canary.check.Cause;
import dev.canary.event.AlertNews;
import dev.canary.event.AlertNews.Audience;
import dev.canary.format.Shell;
import dev.canary.watch.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of a watch's alerts, in words. */
public final class AlertText {
  private AlertText() {}

  /** What a run did to the alerts of its watch: nothing where all is quiet. */
  public static List<String> lines(AlertNews news, Policy policy) {
    List<String> lines = new ArrayList<>();
    AlertState state = news.step().state();
    for (Transition transition : news.step().transitions()) {
      lines.addAll(lines(transition, news));
    }
    if (news.step().transitions().isEmpty()) {
      state.alert().map(AlertText::open).ifPresent(lines::add);
    }
    if (state.phase() == Phase.PENDING && state.failures() > 0) {
      lines.add(
          "alert PENDING: %d of the %d runs that open it, since %s"
              .formatted(
                  state.failures(),
                  policy.failures(),
                  state.stretch().map(Stretch::since).map(Instant::toString).orElse("now")));
    }
    if (!lines.isEmpty()) {
      news.silence().map(AlertText::silenced).ifPresent(lines::add);
      if (news.audience() == Audience.STORE) {
        lines.add("dry run: nobody is told of alerts of this watch");
      }
    }
    return lines;
  }

  private static List<String> lines(Transition transition, AlertNews news) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "alert %s, %s, %s: %s"
            .formatted(
                transition.kind(),
                transition.severity().name().toLowerCase(Locale.ROOT),
                transition.alert(),
                transition.reason()));
    switch (transition.kind()) {
      case OPENED, ESCALATED -> {
        lines.add(
            news.changes().map(Changes::text).orElse("since %s".formatted(transition.since())));
        transition
            .run()
            .ifPresent(run -> lines.add("why: " + Shell.line("canary", "explain", run)));
      }
      case REMINDED, RESOLVED, STALE -> {}
    }
    return lines;
  }

  /** That an alert of the watch at hand is open, on one line. */
  public static String open(Alert alert) {
    return "alert open, %s, %s%s"
        .formatted(
            alert.severity().name().toLowerCase(Locale.ROOT), alert.id(), taken(alert, ", "));
  }

  /**
   * An alert that is open, on one line among those of other watches.
   *
   * @param reason what was told when it was opened or last got worse
   * @param silence that holds for its watch
   */
  public static String open(String watch, Alert alert, String reason, Optional<Silence> silence) {
    return "%s  %s  since %s  %s%s%s%s  %s"
        .formatted(
            watch,
            alert.severity().name().toLowerCase(Locale.ROOT),
            alert.openedAt(),
            causes(alert),
            reason,
            taken(alert, "; "),
            silence.map(s -> "; " + silenced(s)).orElse(""),
            Shell.line("canary", "explain", alert.id()));
  }

  /** What it is about, if anything is known to be: a missing baseline has no cause. */
  private static String causes(Alert alert) {
    return alert.causes().isEmpty()
        ? ""
        : alert.causes().stream().map(Cause::name).collect(Collectors.joining(", ", "", ": "));
  }

  private static String taken(Alert alert, String before) {
    return alert.acknowledgedBy().map(by -> before + "taken over by " + by).orElse("")
        + alert.note().map(note -> ": " + note).orElse("");
  }

  /** Why nobody is paged. */
  public static String silenced(Silence silence) {
    return "silenced until %s by %s: %s".formatted(silence.until(), silence.by(), silence.reason());
  }
}
