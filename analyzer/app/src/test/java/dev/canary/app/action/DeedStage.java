package dev.canary.app.action;

import dev.canary.alert.Transition.Kind;
import dev.canary.check.Severity;
import dev.canary.format.ActionSettings;
import dev.canary.format.ActionSettings.Rate;
import dev.canary.format.ActionSettings.Recipient;
import dev.canary.format.ActionSettings.Webhook;
import dev.canary.format.Secret;
import dev.canary.http.wire.TlsSettings;
import dev.canary.store.Store;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An action that posts to a webhook, and what its receiver was told. */
abstract class DeedStage extends FollowUpStage {
  /**
   * A busy machine must not make a receiver look slow; with the first pause below the next look.
   */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  static ActionSettings settings(Set<Kind> on, Rate rate, boolean dryRun) {
    Secret any = Secret.shown("any");
    return new ActionSettings(
        "pager",
        new Webhook(new Recipient(any, Map.of(), ActionSettings.Tls.SYSTEM), any),
        on,
        Severity.WARN,
        rate,
        PATIENCE,
        dryRun);
  }

  static ActionSettings live() {
    return settings(EnumSet.allOf(Kind.class), Rate.DEFAULT, false);
  }

  final DeedFollowUp followUp(ActionSettings settings, Store store) throws Exception {
    Deed deed =
        new WebhookDeed(
            Receiver.of(
                "pager",
                endpoint.address() + "/hook",
                Map.of(),
                TlsSettings.SYSTEM,
                settings.timeout()),
            Signature.of("pager", SECRET),
            incidents.clock());
    return new DeedFollowUp(
        settings, deed, store.actions(), IS_MEANT, incidents.clock(), report("pager"));
  }

  final DeedFollowUp followUp() throws Exception {
    return followUp(live(), incidents.store());
  }

  final List<String> told() {
    return endpoint.posts().stream()
        .map(post -> post.body().replaceAll(".*\"transition\":\"(\\w+)\".*", "$1"))
        .toList();
  }
}
