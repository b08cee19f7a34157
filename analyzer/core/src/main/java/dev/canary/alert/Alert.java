package dev.canary.alert;

import dev.canary.check.Cause;
import dev.canary.check.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An alert that is open.
 *
 * @param id computed from the watch and the instant since when something is wrong
 * @param severity the worst it has had
 * @param causes those it was told with, in the order they came
 * @param openedAt when the run was due that opened it
 * @param toldAt when it was last told: opened, escalated or reminded of
 * @param ascent of the evidence
 * @param acknowledgedBy who has taken it over
 * @param note what they said of it
 */
public record Alert(
    String id,
    Severity severity,
    List<Cause> causes,
    Instant openedAt,
    Instant toldAt,
    Ascent ascent,
    Optional<String> acknowledgedBy,
    Optional<String> note) {
  public Alert {
    causes = List.copyOf(causes);
  }

  /** The same, told once more at another instant. */
  Alert told(Instant at) {
    return with(severity, causes, at, acknowledgedBy, note);
  }

  /** The same, worse: nobody has taken that over. */
  Alert worse(Severity now, List<Cause> more, Instant at) {
    List<Cause> all = new ArrayList<>(causes);
    more.stream().filter(cause -> !all.contains(cause)).forEach(all::add);
    Severity worst = now.compareTo(severity) > 0 ? now : severity;
    return with(worst, all, at, Optional.empty(), Optional.empty());
  }

  /** The same, taken over. */
  Alert acknowledged(String by, Optional<String> said) {
    return with(severity, causes, toldAt, Optional.of(by), said);
  }

  private Alert with(
      Severity now, List<Cause> all, Instant told, Optional<String> by, Optional<String> said) {
    return new Alert(id, now, all, openedAt, told, ascent, by, said);
  }

  /** The same after one more run. */
  Alert after(Signal.Ran run) {
    return new Alert(
        id, severity, causes, openedAt, toldAt, ascent.after(run), acknowledgedBy, note);
  }
}
