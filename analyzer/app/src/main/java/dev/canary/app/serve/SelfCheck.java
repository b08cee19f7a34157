package dev.canary.app.serve;

import dev.canary.alert.Complaint;
import dev.canary.alert.Signal;
import dev.canary.app.job.AlertJob;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Forgetful;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Watched;
import dev.canary.check.AnswersCheck;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.format.FormatException;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Replays the daemon's own model by the job of the watches, and tells the one alert of the daemon
 * itself: that it is at fault, or that most watches fail at once.
 */
final class SelfCheck {
  /** How often. */
  static final Duration EVERY = Duration.ofSeconds(30);

  /** So long an answer of the daemon's own model is believed. */
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private static final Set<String> UNSENT = Set.of(AnswersCheck.NAME, AnswersCheck.STARVED);

  private final Watched self;
  private final LongSupplier nanos;
  private final Supplier<RunJob> job;
  private final Doubts doubts;
  private final AlertJob alerts;
  private long lookedAt;

  SelfCheck(URI server, Supplier<RunJob> job, Doubts doubts, AlertJob alerts, LongSupplier nanos) {
    this.self = SelfModel.watched(EVERY, server);
    this.nanos = nanos;
    this.lookedAt = nanos.getAsLong() - BELIEVED.toNanos();
    this.job = job;
    this.doubts = doubts;
    this.alerts = alerts;
  }

  /** Looks unless that was done just now; what came of it for the daemon's own alert. */
  synchronized Optional<AlertNews> lookAgain(Instant now) {
    boolean old = nanos.getAsLong() - lookedAt >= BELIEVED.toNanos();
    return old ? Optional.of(look(now)) : Optional.empty();
  }

  /** Looks, and tells; what came of it for the daemon's own alert. */
  synchronized AlertNews look(Instant now) {
    // A pause that met one look by chance is no fault.
    doubts.selfChecked(fault(now).flatMap(first -> fault(now)));
    lookedAt = nanos.getAsLong();
    List<Complaint> complaints = new ArrayList<>();
    doubts.selfCheck().ifPresent(why -> complaints.add(complaint("self-check", why)));
    doubts.breaker().ifPresent(why -> complaints.add(complaint("breaker", why)));
    Level level = complaints.isEmpty() ? Level.HEALTHY : Level.BROKEN;
    String id = self.scope(Tier.GOLDEN).idAt(now);
    return alerts.told(
        self, new Signal.Ran(id, now, Tier.GOLDEN, level, complaints, Signal.Way.AT_REST));
  }

  /** The watch that stands for the daemon. */
  Watched self() {
    return self;
  }

  private static Complaint complaint(String check, String why) {
    return new Complaint(Complaint.Kind.LASTING, check, Optional.empty(), why, List.of());
  }

  private Optional<String> fault(Instant now) {
    try {
      RunJob mine = job.get();
      JudgedRun judged = mine.over(mine.targets(), new Forgetful()).run(self, now).judged();
      return judged.findings().stream()
          .filter(f -> isFault(f))
          .map(Finding::reason)
          .findFirst()
          .map(why -> "the daemon's own model: " + why);
    } catch (CannotRunException | FormatException | RuntimeException e) {
      return Optional.of("the daemon's own model cannot be run: " + e.getMessage());
    }
  }

  /** A model without a baseline is not compared; whatever else does not hold is the prober's. */
  private static boolean isFault(Finding finding) {
    return (finding.outcome() == Outcome.DEVIATED && finding.decides() == Decides.FACT)
        || (finding.outcome() == Outcome.INCONCLUSIVE && UNSENT.contains(finding.check()));
  }
}
