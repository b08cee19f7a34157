package dev.canary.app.cli;

import dev.canary.alert.Alert;
import dev.canary.alert.Silence;
import dev.canary.alert.Transition.Kind;
import dev.canary.app.view.AlertText;
import dev.canary.app.view.LifeText;
import dev.canary.format.AlertJson;
import dev.canary.format.ToldAlert;
import dev.canary.store.Store;
import dev.canary.store.StoredTransition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the store tells of alerts.
 *
 * @param store to ask
 * @param common how the command answers
 */
record StoredAlertsAnswer(Store store, Common common) {

  /** Tells which alerts are open. */
  void open(Instant now) {
    Map<String, Alert> open = store.openAlerts();
    if (open.isEmpty()) {
      common.say("no alert is open");
    }
    open.forEach(
        (watch, alert) -> {
          Optional<Silence> silence = store.silencesOf(watch).covers(watch, now);
          Common.answer(
              common.json()
                  ? AlertJson.open(watch, alert, reason(watch, alert), silence)
                  : AlertText.open(watch, alert, reason(watch, alert), silence));
        });
  }

  /** What was told when it was opened or last got worse, or when runs stayed away. */
  private String reason(String watch, Alert alert) {
    List<StoredTransition> life = store.lifeOf(watch, alert.id());
    return newest(life, Kind::isWorse)
        .or(() -> newest(life, kind -> kind == Kind.STALE))
        .map(each -> ToldAlert.read(each.summary()).reason())
        .orElse("");
  }

  private static Optional<StoredTransition> newest(
      List<StoredTransition> life, Predicate<Kind> which) {
    return life.stream().filter(each -> which.test(each.kind())).reduce((first, second) -> second);
  }

  /** Tells what happened last, the oldest of it first. */
  void history(int atMost) {
    List<StoredTransition> newest = store.transitions(atMost);
    if (newest.isEmpty()) {
      common.say("nothing happened to alerts yet");
    }
    for (int i = newest.size() - 1; i >= 0; i--) {
      StoredTransition each = newest.get(i);
      Common.answer(common.json() ? each.summary() : LifeText.line(each));
    }
  }
}
