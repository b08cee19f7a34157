package dev.canary.app.action;

import dev.canary.alert.Silences;
import dev.canary.alert.Transition;
import dev.canary.app.action.ActionCounts.Result;
import dev.canary.format.ActionSettings;
import dev.canary.format.AlertSummary;
import dev.canary.format.AlertmanagerJson;
import dev.canary.format.AlertmanagerJson.Standing;
import dev.canary.format.FormatException;
import dev.canary.store.Store;
import dev.canary.store.StoredTransition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells an Alertmanager what stands, again and again, as Prometheus does: every daemon tells it,
 * and nothing has to be remembered. An alert of which nothing is heard any more ends by itself;
 * what was resolved is told for some minutes more, in case the first time was lost.
 */
final class AlertmanagerFollowUp implements FollowUp {
  /** How often what stands is told. */
  static final Duration RESEND = Duration.ofMinutes(1);

  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration RESOLVED_FOR = Duration.ofMinutes(5);
  private static final String PATH = "api/v2/alerts";

  private final ActionSettings settings;
  private final Receiver receiver;
  private final Store store;
  private final Predicate<String> isMeant;
  private final Clock clock;
  private final Report report;
  private final Duration holds;
  private String lastTrouble = "";

  /**
   * @param isMeant tells whether it is told of the alerts of a watch
   * @param holds how long an alert stands of which nothing more is heard: longer than it can take
   *     until it is told again
   */
  AlertmanagerFollowUp(
      ActionSettings settings,
      Receiver receiver,
      Store store,
      Predicate<String> isMeant,
      Clock clock,
      Report report,
      Duration holds) {
    this.settings = settings;
    this.receiver = receiver;
    this.store = store;
    this.isMeant = isMeant;
    this.clock = clock;
    this.report = report;
    this.holds = holds;
  }

  @Override
  public Duration pass() {
    List<Standing> standing = standing(clock.instant());
    if (standing.isEmpty()) {
      return RESEND;
    }
    if (settings.dryRun()) {
      report.count(Result.DRY_RUN);
      trouble("would tell %d alerts if dryRun were false".formatted(standing.size()));
      return RESEND;
    }
    Optional<String> failure = receiver.post(PATH, Map.of(), AlertmanagerJson.of(standing));
    report.count(failure.isEmpty() ? Result.DELIVERED : Result.FAILED);
    report.waits(failure.isEmpty() ? 0 : standing.size());
    trouble(failure.orElse(""));
    return failure.isEmpty() ? RESEND : RETRY;
  }

  /** The same trouble is told once. */
  private void trouble(String text) {
    if (!text.isEmpty() && !text.equals(lastTrouble)) {
      report.say(text);
    }
    lastTrouble = text;
  }

  /**
   * What is open comes before what was resolved under the same labels, and is told in its place.
   */
  private List<Standing> standing(Instant now) {
    Map<String, Standing> byLabels = new LinkedHashMap<>();
    for (StoredTransition each : store.actions().standing(now.minus(RESOLVED_FOR))) {
      if (isMeant.test(each.watch()) && each.severity().compareTo(settings.atLeast()) >= 0) {
        standing(each, now)
            .ifPresent(found -> byLabels.putIfAbsent(each.watch() + " " + each.severity(), found));
      }
    }
    return new ArrayList<>(byLabels.values());
  }

  private Optional<Standing> standing(StoredTransition transition, Instant now) {
    boolean over = transition.kind() == Transition.Kind.RESOLVED;
    Silences silences = store.silencesOf(transition.watch());
    try {
      AlertSummary alert = AlertSummary.read(transition.summary());
      boolean held = alert.onTrial() || (!over && silences.covers(alert.watch(), now).isPresent());
      Instant endsAt = over ? transition.at() : now.plus(holds);
      return held
          ? Optional.empty()
          : Optional.of(new Standing(transition.severity(), alert, endsAt));
    } catch (FormatException e) {
      report.say(e.summary());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    receiver.close();
  }
}
