package dev.canary.app.web;

import dev.canary.alert.Alert;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import dev.canary.verdict.Verdict.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page of all watches, the worst first.
 *
 * @param asOf when it was made
 * @param notices what is wrong with the daemon itself
 * @param tallies how many watches have which verdict
 * @param alerts how many are open
 * @param find what the names of the watches shown contain
 * @param rows the watches shown
 * @param more how many others there are of those names, none of them worse than these
 */
record Overview(
    String asOf,
    List<String> notices,
    List<Tally> tallies,
    int alerts,
    String find,
    List<Row> rows,
    int more) {
  /** So many are shown unless all are asked for: nobody reads a thousand, and each is drawn. */
  static final int MOST = 100;

  /**
   * Which watches are shown.
   *
   * @param find is part of their names
   * @param most how many
   */
  record Selection(String find, int most) {
    /** What the query of a request selects. */
    static Selection of(Map<String, String> query) {
      boolean all = query.getOrDefault("show", "").equals("all");
      return new Selection(query.getOrDefault("find", ""), all ? Integer.MAX_VALUE : MOST);
    }
  }

  /** Open alerts first, then by verdict; what has no run yet stands before what is healthy. */
  private static final Comparator<WatchStatus> WORST_FIRST =
      Comparator.comparing((WatchStatus w) -> w.alerts().alert().isEmpty())
          .thenComparing(
              w -> w.last().map(last -> last.verdict().level()).orElse(Level.INCONCLUSIVE))
          .thenComparing(WatchStatus::watch);

  /** How many watches have a verdict. */
  record Tally(Sign sign, long count) {}

  /** One watch. */
  record Row(
      String id,
      String name,
      String href,
      String about,
      Sign sign,
      String causes,
      Optional<Bar> bar,
      Optional<Raised> alert,
      Strip strip,
      String last,
      String due,
      Optional<String> trouble) {}

  /** An alert that is open, in short. */
  record Raised(String text, String severity) {
    static Raised of(Alert alert, boolean dryRun) {
      String taken = alert.acknowledgedBy().map(by -> ", taken by " + by).orElse("");
      String told = dryRun ? " (dry run: not told)" : "";
      return new Raised(
          "Alert since " + Show.time(alert.openedAt()) + taken + told,
          Show.words(alert.severity().name()));
    }
  }

  static Overview of(
      DaemonStatus status,
      Function<WatchStatus, List<Tick>> ticks,
      Instant now,
      Selection selection) {
    List<WatchStatus> watches = new ArrayList<>(status.watches());
    watches.sort(WORST_FIRST);
    int alerts = (int) watches.stream().filter(w -> w.alerts().alert().isPresent()).count();
    List<WatchStatus> named =
        watches.stream().filter(w -> w.watch().contains(selection.find())).toList();
    int shown = Math.min(selection.most(), named.size());
    return new Overview(
        Show.time(now),
        notices(status),
        tallies(watches),
        alerts,
        selection.find(),
        named.stream().limit(shown).map(watch -> row(watch, ticks.apply(watch))).toList(),
        named.size() - shown);
  }

  /** The same with one more thing that is wrong with the daemon. */
  Overview saying(String notice) {
    List<String> more = new ArrayList<>(notices);
    more.add(notice);
    return new Overview(asOf, more, tallies, alerts, find, rows, this.more);
  }

  static List<String> notices(DaemonStatus status) {
    List<String> notices = new ArrayList<>();
    status
        .reloadProblem()
        .ifPresent(
            p ->
                notices.add(
                    "The files have a mistake, so the configuration read at %s still holds: %s"
                        .formatted(Show.time(status.reloadedAt()), p)));
    status.restart().ifPresent(p -> notices.add("A restart is needed: " + p));
    status
        .selfCheck()
        .ifPresent(p -> notices.add("The prober itself is at fault, not the models: " + p));
    status.breaker().ifPresent(p -> notices.add("Alerts are held back: " + p));
    status
        .oldestWaiting()
        .ifPresent(
            oldest ->
                notices.add(
                    "%d events wait for Kafka, the oldest since %s"
                        .formatted(status.waiting(), Show.time(oldest))));
    return notices;
  }

  private static List<Tally> tallies(List<WatchStatus> watches) {
    return Arrays.stream(Level.values())
        .map(
            level ->
                new Tally(
                    Sign.of(level),
                    watches.stream()
                        .filter(w -> w.last().filter(l -> l.verdict().level() == level).isPresent())
                        .count()))
        .toList();
  }

  private static String about(WatchStatus watch, String where) {
    String trial = watch.dryRun() ? "on trial: its alerts are for nobody" : "";
    return where + (where.isEmpty() || trial.isEmpty() ? "" : ", ") + trial;
  }

  static Row row(WatchStatus watch, List<Tick> ticks) {
    String region = watch.region().map(r -> " in " + r).orElse("");
    String suite = watch.suite().equals(watch.watch()) ? "" : "suite " + watch.suite();
    return new Row(
        "w-" + Names.encoded(watch.watch()),
        watch.watch(),
        "/watches/" + Names.encoded(watch.watch()),
        about(watch, (suite + region).strip()),
        Sign.of(watch.last()),
        watch.last().map(last -> Show.causes(last.verdict().causes())).orElse(""),
        ticks.stream()
            .filter(tick -> tick.summary().evidence().isPresent())
            .findFirst()
            .flatMap(tick -> Bar.of(tick.summary().evidence(), tick.summary().threshold())),
        watch.alerts().alert().map(alert -> Raised.of(alert, watch.dryRun())),
        Strip.of(ticks),
        watch.last().map(last -> Show.time(last.startedAt())).orElse("never"),
        watch.due().map(Show::time).orElse("not scheduled"),
        watch.trouble());
  }
}
