package dev.canary.app.serve;

import dev.canary.alert.Complaint;
import dev.canary.alert.Signal;
import dev.canary.app.job.AlertJob;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Forgetful;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Watched;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.format.FormatException;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Replays the daemon's own model by the job of the watches, and tells the one alert of the daemon
 * itself: that it is at fault, or that most watches fail at once.
 */
final class SelfCheck {
  /** How often. */
  static final Duration EVERY = Duration.ofSeconds(30);

  private final Watched self = SelfModel.watched(EVERY);
  private final Supplier<RunJob> job;
  private final Doubts doubts;
  private final AlertJob alerts;

  SelfCheck(Supplier<RunJob> job, Doubts doubts, AlertJob alerts) {
    this.job = job;
    this.doubts = doubts;
    this.alerts = alerts;
  }

  /** Looks, and tells; what came of it for the daemon's own alert. */
  AlertNews look(Instant now) {
    doubts.selfChecked(fault(now));
    List<Complaint> complaints = new ArrayList<>();
    doubts.selfCheck().ifPresent(why -> complaints.add(complaint("self-check", why)));
    doubts.breaker().ifPresent(why -> complaints.add(complaint("breaker", why)));
    Level level = complaints.isEmpty() ? Level.HEALTHY : Level.BROKEN;
    String id = self.scope(Tier.GOLDEN).idAt(now);
    return alerts.told(self, new Signal.Ran(id, now, Tier.GOLDEN, level, complaints, false));
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
      JudgedRun judged =
          job.get()
              .over((suite, folder) -> new SelfModel(), new Forgetful())
              .run(self, now)
              .judged();
      return judged.findings().stream()
          .filter(f -> f.decides() == Decides.FACT && f.outcome() == Outcome.DEVIATED)
          .map(Finding::reason)
          .findFirst()
          .map(why -> "the daemon's own model: " + why);
    } catch (CannotRunException | FormatException | RuntimeException e) {
      return Optional.of("the daemon's own model cannot be run: " + e.getMessage());
    }
  }
}
