package dev.canary.format;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import dev.canary.format.ActionSettings.Alertmanager;
import dev.canary.format.ActionSettings.Command;
import dev.canary.format.ActionSettings.Deed;
import dev.canary.format.ActionSettings.Rate;
import dev.canary.format.ActionSettings.Recipient;
import dev.canary.format.ActionSettings.Tls;
import dev.canary.format.ActionSettings.Webhook;
import dev.canary.format.Secret.Visibility;
import dev.canary.measure.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code actions} of {@code canary.yaml}. */
final class ActionReader {
  private static final Pattern N_PER = Pattern.compile("([0-9]{1,6}) per ([0-9]+[a-z]+)");
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final String TYPES = "webhook, alertmanager, command";

  private final Path folder;

  /**
   * @param folder of {@code canary.yaml}: files that it names are relative to it, programs run in
   *     it
   */
  ActionReader(Path folder) {
    this.folder = folder;
  }

  /** The actions below a section, by name; without those that have a problem. */
  Map<String, ActionSettings> read(Section top) {
    Map<String, ActionSettings> actions = new LinkedHashMap<>();
    top.section("actions")
        .ifPresent(
            all ->
                all.sections()
                    .forEach(
                        (name, action) ->
                            action(name, action).ifPresent(found -> actions.put(name, found))));
    return actions;
  }

  private Optional<ActionSettings> action(String name, Section action) {
    action.require("type", TYPES);
    String type = action.name("type").orElse("");
    Optional<Deed> deed =
        switch (type) {
          case "webhook" -> webhook(action);
          case "alertmanager" -> alertmanager(action);
          case "command" -> command(action);
          default -> {
            if (!type.isEmpty()) {
              action.problem("type", '"' + type + '"', TYPES);
            }
            yield Optional.empty();
          }
        };
    Severity atLeast = action.word("atLeast", Words.SEVERITIES).orElse(Severity.WARN);
    Duration timeout = timeout(action);
    boolean dryRun = action.flag("dryRun").orElse(true);
    boolean whole = deed.isPresent();
    Set<Transition.Kind> on = whole ? on(action, deed.get()) : EnumSet.allOf(Transition.Kind.class);
    Rate rate = whole ? rate(action, deed.get()) : Rate.DEFAULT;
    if (whole) {
      action.end();
    }
    return deed.map(d -> new ActionSettings(name, d, on, atLeast, rate, timeout, dryRun));
  }

  private Optional<Deed> webhook(Section action) {
    action.require("secret", "the secret by which events are signed, as in ${env:NAME}");
    Optional<Recipient> recipient = recipient(action);
    Optional<Secret> secret = hidden(action, "secret");
    return recipient.flatMap(to -> secret.map(key -> new Webhook(to, key)));
  }

  private Optional<Deed> alertmanager(Section action) {
    return recipient(action).map(Alertmanager::new);
  }

  private Optional<Deed> command(Section action) {
    action.require("run", "a list of a program and its arguments");
    List<String> run = action.texts("run");
    if (isEmptyList(action, "run")) {
      action.problem("run", "a list of 0", "a list of a program and its arguments");
    }
    Map<String, Secret> environment = secrets(action, "env");
    return run.isEmpty() ? Optional.empty() : Optional.of(new Command(run, environment, folder));
  }

  private Optional<Recipient> recipient(Section action) {
    action.require("url", "an address as in https://host/path");
    Optional<Secret> url = hidden(action, "url");
    Map<String, Secret> headers = secrets(action, "headers");
    Tls tls = action.section("tls").map(this::tls).orElse(Tls.SYSTEM);
    return url.map(to -> new Recipient(to, headers, tls));
  }

  private Tls tls(Section section) {
    if (section.has("certificate") || section.has("key")) {
      section.require("certificate", Secret.ALLOWED);
      section.require("key", Secret.ALLOWED);
    }
    Tls tls =
        new Tls(hidden(section, "ca"), hidden(section, "certificate"), hidden(section, "key"));
    section.end();
    return tls;
  }

  private Optional<Secret> hidden(Section section, String key) {
    return Secret.read(section, key, Visibility.HIDDEN, folder);
  }

  private Map<String, Secret> secrets(Section action, String key) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    action
        .section(key)
        .ifPresent(
            section ->
                section
                    .keys()
                    .forEach(
                        name ->
                            hidden(section, name).ifPresent(value -> secrets.put(name, value))));
    return secrets;
  }

  private static Duration timeout(Section action) {
    Duration timeout = action.duration("timeout").orElse(ActionSettings.DEFAULT_TIMEOUT);
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      action.problem("timeout", timeout.toSeconds() + "s", "at most 10m");
    }
    return timeout;
  }

  /** One deed for one alert; what is to be done more often a file has to name. */
  private static Set<Transition.Kind> on(Section action, Deed deed) {
    if (deed instanceof Alertmanager) {
      return EnumSet.allOf(Transition.Kind.class);
    }
    if (!action.has("on")) {
      return deed instanceof Command
          ? EnumSet.of(Transition.Kind.OPENED)
          : EnumSet.of(Transition.Kind.OPENED, Transition.Kind.STALE);
    }
    Set<Transition.Kind> on = EnumSet.noneOf(Transition.Kind.class);
    for (String word : action.texts("on")) {
      Optional.ofNullable(Words.TRANSITIONS.get(word))
          .ifPresentOrElse(
              on::add,
              () ->
                  action.problem(
                      "on", '"' + word + '"', Spelling.allowed(word, Words.TRANSITIONS.keySet())));
    }
    if (isEmptyList(action, "on")) {
      action.problem("on", "a list of 0", String.join(", ", Words.TRANSITIONS.keySet()));
    }
    return on.isEmpty() ? EnumSet.allOf(Transition.Kind.class) : on;
  }

  private static boolean isEmptyList(Section action, String key) {
    return action.any(key).orElse(null) instanceof Node.Items list && list.items().isEmpty();
  }

  private static Rate rate(Section action, Deed deed) {
    if (deed instanceof Alertmanager) {
      return Rate.DEFAULT;
    }
    Optional<String> text = action.name("atMost");
    Matcher matcher = N_PER.matcher(text.orElse(""));
    Optional<Duration> per =
        matcher.matches()
            ? Scalars.duration(matcher.group(2)).filter(d -> !d.isZero())
            : Optional.empty();
    int count = per.isPresent() ? Integer.parseInt(matcher.group(1)) : 0;
    if (text.isPresent() && count == 0) {
      action.problem("atMost", '"' + text.get() + '"', "\"N per D\", as in 10 per 1h");
    }
    return count == 0 ? Rate.DEFAULT : new Rate(count, per.orElseThrow());
  }
}
