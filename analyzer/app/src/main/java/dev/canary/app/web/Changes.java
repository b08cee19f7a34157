package dev.canary.app.web;

import dev.canary.alert.Alert;
import dev.canary.alert.Silence;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.serve.WatchStatus;
import dev.canary.baseline.Approval;
import dev.canary.baseline.CaptureException;
import dev.canary.format.FormatException;
import dev.canary.store.RunLookup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be changed from outside, by whoever shows the token. */
final class Changes {
  private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,3})([mhd])");
  private static final String NOTHING = "";

  private final Parts parts;
  private final Access access;

  Changes(Parts parts, Access access) {
    this.parts = parts;
    this.access = access;
  }

  /** True if the page shows forms. */
  boolean isAllowed() {
    return access.isOpen();
  }

  /**
   * Takes an alert over for the person that the request names.
   *
   * @throws Refusal without the token, a name, or such an alert
   */
  void acknowledge(Request request, String alert) {
    Fields fields = permitted(request);
    WatchStatus watch =
        parts.daemon().status().watches().stream()
            .filter(w -> w.alerts().alert().map(Alert::id).filter(alert::equals).isPresent())
            .findFirst()
            .orElseThrow(() -> Refusal.of(Answer.NOT_FOUND, "no alert " + alert + " is open"));
    try {
      parts
          .daemon()
          .acknowledge(
              watch.watch(), alert, fields.required("by"), fields.text("note").orElse(NOTHING));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(Answer.NOT_FOUND, "no alert " + alert + " is open");
    }
  }

  /**
   * Begins a silence of a watch.
   *
   * @throws Refusal without the token, a name, a length or a reason
   */
  void silence(Request request, String watch) {
    Fields fields = permitted(request);
    if (parts.daemon().status().watch(watch).isEmpty()) {
      throw Refusal.of(Answer.NOT_FOUND, "there is no watch " + watch);
    }
    Instant now = parts.clock().instant();
    parts
        .store()
        .record(
            Silence.of(
                watch,
                now,
                now.plus(length(fields.required("for"))),
                fields.required("by"),
                fields.required("reason")));
  }

  /**
   * Accepts how a run answered as one more way in which the trusted model answers.
   *
   * @param run its whole id
   * @throws Refusal without the token, a name or a reason; without such a run; for one that says
   *     what no trusted model may
   */
  void approve(Request request, String run) {
    approve(permitted(request), run);
  }

  /** The same; the form names the run. */
  void approve(Request request) {
    Fields fields = permitted(request);
    approve(fields, fields.required("run"));
  }

  private void approve(Fields fields, String run) {
    Approval approval =
        new Approval(fields.required("by"), fields.required("reason"), parts.clock().instant());
    if (!(parts.store().history().find(run) instanceof RunLookup.Found found)
        || !found.run().id().equals(run)) {
      throw Refusal.of(Answer.NOT_FOUND, "there is no run " + run);
    }
    try {
      parts.knownMode().accept(run, approval);
    } catch (CannotRunException | CaptureException e) {
      throw Refusal.of(Answer.CONFLICT, String.valueOf(e.getMessage()));
    } catch (FormatException e) {
      throw Refusal.of(Answer.CONFLICT, e.summary());
    } catch (IOException e) {
      throw Refusal.of(
          Answer.CONFLICT, "the baseline cannot be written here; use: canary approve --as-mode");
    }
  }

  private Fields permitted(Request request) {
    if (!request.method().equals("POST")) {
      throw Refusal.method("POST");
    }
    Fields fields = Fields.of(request);
    access.require(request, fields.text("token"));
    return fields;
  }

  private static Duration length(String text) {
    Matcher matcher = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw Refusal.of(
          Answer.BAD_REQUEST, "for is \"" + text + "\"; allowed: a duration like 30m, 2h or 1d");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
