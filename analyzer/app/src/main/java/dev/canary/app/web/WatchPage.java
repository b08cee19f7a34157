package dev.canary.app.web;

import dev.canary.alert.Silence;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Explainer;
import dev.canary.app.job.KnownMode;
import dev.canary.app.serve.WatchStatus;
import dev.canary.app.view.EvidenceText;
import dev.canary.check.CaseDeviation;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.format.AlertJson;
import dev.canary.format.AlertSummary;
import dev.canary.format.FormatException;
import dev.canary.store.StoredTransition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of one watch.
 *
 * @param asOf when it was made
 * @param row as on the page of all watches
 * @param secret true if nothing of its inputs and outputs is shown
 * @param note how the last run was explained
 * @param run the last one
 * @param reason of the open alert
 * @param fallback whether requests could go elsewhere meanwhile
 * @param findings of the run that a person should read, what deviated first
 * @param held the others, which say that all is well
 * @param evidence its arithmetic, line by line
 * @param cases those first that moved most
 * @param more cases that are not shown
 * @param history the last runs, newest first
 * @param transitions what happened to alerts, newest first
 * @param silence that holds now
 * @param stale true while runs stay away
 * @param acceptable true if how the last run answered may be accepted as a known mode
 */
record WatchPage(
    String asOf,
    Overview.Row row,
    boolean secret,
    String note,
    Optional<Last> run,
    String reason,
    Optional<String> fallback,
    List<FindingRow> findings,
    List<FindingRow> held,
    List<String> evidence,
    List<CaseRow> cases,
    int more,
    List<Past> history,
    List<Happened> transitions,
    Optional<String> silence,
    boolean stale,
    boolean acceptable) {
  private static final int TRANSITIONS = 20;
  private static final int MOST_CASES = 8;

  /** The last run, in short. */
  record Last(String id, String at, String took, String model, String baseline, String failed) {}

  /** One check's arithmetic. */
  record FindingRow(
      Sign sign,
      String check,
      String decides,
      String cause,
      String statistic,
      String threshold,
      String pValue,
      String effect,
      String reason,
      String cases) {}

  /** One run of the past, with its numbers for charts. */
  record Past(
      String run,
      String at,
      String instant,
      Sign sign,
      String causes,
      String version,
      String took,
      String tookMillis,
      String evidence,
      String evidenceNumber,
      String thresholdNumber) {}

  /** One step in the life of an alert. */
  record Happened(String at, String kind, String severity, String reason) {}

  /**
   * The page of a watch.
   *
   * @param most cases that are shown
   */
  static WatchPage of(WatchStatus watch, List<Tick> ticks, Parts parts, int most) {
    Optional<Explainer.Explained> explained = explained(watch, parts);
    Optional<JudgedRun> judged = explained.flatMap(Explainer.Explained::judged);
    List<StoredTransition> happened = parts.store().transitionsOf(watch.watch(), TRANSITIONS);
    Instant now = parts.clock().instant();
    List<CaseRow> cases =
        explained.flatMap(Explainer.Explained::comparison).map(CaseRow::of).orElse(List.of());
    return new WatchPage(
        Show.time(now),
        Overview.row(watch, ticks),
        watch.isPrivate(),
        explained.map(Explainer.Explained::note).orElse(""),
        judged.map(WatchPage::last),
        ofOpenAlert(watch, happened).findFirst().map(t -> AlertJson.reason(t.summary())).orElse(""),
        ofOpenAlert(watch, happened).flatMap(t -> fallback(t).stream()).findFirst(),
        judged.map(run -> findings(run, Finding::isNews)).orElse(List.of()),
        judged.map(run -> findings(run, finding -> !finding.isNews())).orElse(List.of()),
        judged.flatMap(JudgedRun::evidence).stream().flatMap(EvidenceText::explain).toList(),
        cases.subList(0, Math.min(most, cases.size())),
        Math.max(0, cases.size() - most),
        ticks.stream().map(WatchPage::past).toList(),
        happened.stream().map(WatchPage::happened).toList(),
        parts.store().silencesOf(watch.watch()).covers(watch.watch(), now).map(WatchPage::silence),
        watch.alerts().recent().stale(),
        judged.filter(run -> KnownMode.refusal(run).isEmpty()).isPresent());
  }

  /**
   * What the daemon itself knows of a watch, while its store does not answer.
   *
   * @param answered when the store did last
   */
  static WatchPage remembered(WatchStatus watch, List<Tick> ticks, Instant now, Instant answered) {
    String note =
        "The store last answered at %s UTC: what the checks found, cases and what happened to alerts are shown when it does again."
            .formatted(Show.time(answered));
    return new WatchPage(
        Show.time(now),
        Overview.row(watch, ticks),
        watch.isPrivate(),
        note,
        Optional.empty(),
        note,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        ticks.stream().map(WatchPage::past).toList(),
        List.of(),
        watch.silence().map(WatchPage::silence),
        watch.alerts().recent().stale(),
        false);
  }

  private static Optional<Explainer.Explained> explained(WatchStatus watch, Parts parts) {
    if (watch.last().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parts.explainer().explain(watch.last().get().id()));
    } catch (CannotRunException | FormatException e) {
      return Optional.of(
          new Explainer.Explained(
              Optional.empty(), Optional.empty(), "", "Not explained: " + e.getMessage()));
    }
  }

  private static String silence(Silence silence) {
    return "Silent until %s UTC, by %s: %s"
        .formatted(Show.time(silence.until()), silence.by(), silence.reason());
  }

  private static Last last(JudgedRun judged) {
    var model = judged.run().model();
    int failed = judged.run().failed();
    return new Last(
        judged.id(),
        Show.time(judged.run().startedAt()),
        Show.millis(judged.run().duration()),
        "%s, %s %s".formatted(model.versionOrDefault(), model.engine(), model.engineVersion()),
        judged.baseline().map(b -> b.version() + ", " + Show.digest(b.digest())).orElse("none"),
        failed == 0 ? "" : failed + " failed");
  }

  private static Stream<StoredTransition> ofOpenAlert(
      WatchStatus watch, List<StoredTransition> happened) {
    return watch.alerts().alert().stream()
        .flatMap(alert -> happened.stream().filter(t -> t.alert().equals(alert.id())));
  }

  private static Optional<String> fallback(StoredTransition transition) {
    try {
      return AlertSummary.read(transition.summary()).fallback();
    } catch (FormatException e) {
      // Of a version that is not known here: its reason is shown all the same.
      return Optional.empty();
    }
  }

  private static List<FindingRow> findings(JudgedRun judged, Predicate<Finding> which) {
    return judged.findings().stream()
        .filter(which)
        .sorted(Comparator.comparing((Finding f) -> !f.condemns()).thenComparing(f -> f.decides()))
        .map(WatchPage::finding)
        .toList();
  }

  private static FindingRow finding(Finding finding) {
    return new FindingRow(
        Sign.of(finding),
        finding.check(),
        finding.decides().label(),
        finding.cause().map(c -> Show.words(c.name())).orElse(""),
        Show.number(finding.statistic()),
        Show.number(finding.threshold()),
        Show.number(finding.pValue()),
        Show.number(finding.effect()),
        finding.reason(),
        cases(finding.cases()));
  }

  private static String cases(List<CaseDeviation> worst) {
    String shown =
        worst.stream()
            .limit(MOST_CASES)
            .map(c -> c.id() + (c.note().isEmpty() ? "" : " (" + c.note() + ")"))
            .collect(Collectors.joining(", "));
    int more = worst.size() - MOST_CASES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static Past past(Tick tick) {
    var evidence = tick.summary().evidence();
    return new Past(
        tick.run(),
        Show.time(tick.startedAt()),
        tick.startedAt().toString(),
        Sign.of(tick.level()),
        tick.summary().causes().stream().map(Show::words).collect(Collectors.joining(", ")),
        tick.version(),
        Show.millis(tick.took()),
        String.valueOf(tick.took().toNanos() / 1e6),
        evidence.isPresent() ? Show.decades(evidence.getAsDouble()) : "",
        Show.lossless(evidence),
        Show.lossless(tick.summary().threshold()));
  }

  private static Happened happened(StoredTransition transition) {
    return new Happened(
        Show.time(transition.at()),
        Show.words(transition.kind().name()),
        Show.words(transition.severity().name()),
        AlertJson.reason(transition.summary()));
  }
}
