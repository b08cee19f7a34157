package dev.canary.app.view;

import dev.canary.format.Shell;
import dev.canary.format.ToldAlert;
import dev.canary.store.StoredTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happened to alerts, from the store, in words. */
public final class LifeText {
  private static final int MOST_CASES = 5;

  private LifeText() {}

  /** When, what, to which alert and why. */
  public static String line(StoredTransition each) {
    return "%s  %-9s  %-8s  %s  %s"
        .formatted(
            each.at(),
            each.kind(),
            each.severity().name().toLowerCase(Locale.ROOT),
            each.alert(),
            ToldAlert.read(each.summary()).reason());
  }

  /** The life of one alert: each step with what changed, the worst cases and who was not paged. */
  public static List<String> lines(List<StoredTransition> life) {
    List<String> lines = new ArrayList<>();
    for (StoredTransition each : life) {
      ToldAlert told = ToldAlert.read(each.summary());
      lines.add(
          "%s  %-9s  %s, %s"
              .formatted(
                  each.at(),
                  each.kind(),
                  each.severity().name().toLowerCase(Locale.ROOT),
                  told.reason()));
      told.changes().map(text -> "  " + text).ifPresent(lines::add);
      if (!told.cases().isEmpty()) {
        lines.add(
            "  worst cases: "
                + told.cases().stream().limit(MOST_CASES).collect(Collectors.joining(", ")));
      }
      told.run().map(run -> "  " + Shell.line("canary", "explain", run)).ifPresent(lines::add);
      told.silenced().map(text -> "  silenced " + text).ifPresent(lines::add);
    }
    return lines;
  }
}
