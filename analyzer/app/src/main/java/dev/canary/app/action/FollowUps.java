package dev.canary.app.action;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.ActionSettings;
import dev.canary.format.ActionSettings.Alertmanager;
import dev.canary.format.ActionSettings.Command;
import dev.canary.format.ActionSettings.Recipient;
import dev.canary.format.ActionSettings.Webhook;
import dev.canary.format.FormatException;
import dev.canary.format.Secret;
import dev.canary.format.Settings;
import dev.canary.http.wire.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes the follow-ups of the actions that settings name. */
record FollowUps(
    Wiring wiring, Settings settings, Duration holds, ActionCounts counts, Consumer<String> say) {

  /** One for each action; none if one of them cannot be made. */
  List<FollowUp> all() throws FormatException, CannotRunException {
    List<FollowUp> followUps = new ArrayList<>();
    boolean whole = false;
    try {
      for (ActionSettings action : settings.actions().values()) {
        followUps.add(of(action));
      }
      whole = true;
      return followUps;
    } finally {
      if (!whole) {
        followUps.forEach(FollowUp::close);
      }
    }
  }

  private FollowUp of(ActionSettings action) throws FormatException, CannotRunException {
    Report report = new Report(action.name(), say, counts.of(action.name()));
    Predicate<String> isMeant = watch -> settings.actionsOf(watch).contains(action.name());
    if (action.deed() instanceof Alertmanager alertmanager) {
      Receiver receiver = receiver(action, alertmanager.to());
      return new AlertmanagerFollowUp(
          action, receiver, wiring.store(), isMeant, wiring.clock(), report, holds);
    }
    return new DeedFollowUp(
        action, deed(action), wiring.store().actions(), isMeant, wiring.clock(), report);
  }

  private Deed deed(ActionSettings action) throws FormatException, CannotRunException {
    if (action.deed() instanceof Command command) {
      return new CommandDeed(
          command.run(), revealed(command.environment()), command.folder(), action.timeout());
    }
    Webhook webhook = (Webhook) action.deed();
    Signature signature = Signature.of(action.name(), revealed(webhook.secret()));
    return new WebhookDeed(receiver(action, webhook.to()), signature, wiring.clock());
  }

  private static Receiver receiver(ActionSettings action, Recipient to)
      throws FormatException, CannotRunException {
    return Receiver.of(
        action.name(), revealed(to.url()), revealed(to.headers()), tls(to.tls()), action.timeout());
  }

  private static TlsSettings tls(ActionSettings.Tls tls) throws FormatException {
    return new TlsSettings(
        pem(tls.ca()), pem(tls.certificate()), pem(tls.key()), TlsSettings.Verification.ON);
  }

  private static Optional<Supplier<String>> pem(Optional<Secret> secret) throws FormatException {
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    String pem = revealed(secret.get());
    return Optional.of(() -> pem);
  }

  private static Map<String, String> revealed(Map<String, Secret> secrets) throws FormatException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Secret> each : secrets.entrySet()) {
      texts.put(each.getKey(), revealed(each.getValue()));
    }
    return texts;
  }

  /** Looked up only now: a command that follows no alert needs no secret. */
  private static String revealed(Secret secret) throws FormatException {
    return secret.reveal(name -> Optional.ofNullable(System.getenv(name)));
  }
}
