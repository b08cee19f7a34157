package dev.canary.format;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that follows what happens to alerts, as {@code actions} of {@code canary.yaml} says.
 *
 * @param name of the action
 * @param deed what is done
 * @param on after which transitions, where {@code OPENED} is the first that the action may follow
 *     of an alert that is open; an Alertmanager is told of what is open, whatever these are
 * @param atLeast of which severity an alert has to be
 * @param rate how often at most; what is more waits
 * @param timeout until an attempt is given up
 * @param dryRun true if it is only said what would be done, as it is until a file says otherwise
 */
public record ActionSettings(
    String name,
    Deed deed,
    Set<Transition.Kind> on,
    Severity atLeast,
    Rate rate,
    Duration timeout,
    boolean dryRun) {

  /** The time-out of an action that names none. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  public ActionSettings {
    on = Collections.unmodifiableSet(EnumSet.copyOf(on));
  }

  /** What an action does. */
  public sealed interface Deed {}

  /**
   * Whom something is posted to.
   *
   * @param url where
   * @param headers sent with it
   * @param tls whom to trust, and how to be trusted
   */
  public record Recipient(Secret url, Map<String, Secret> headers, Tls tls) {
    public Recipient {
      headers = ordered(headers);
    }
  }

  /**
   * Certificates and keys as PEM text (RFC 7468).
   *
   * @param ca authorities that are trusted beside those of the system
   * @param certificate of this side, with those that vouch for it; comes with a key
   * @param key of that certificate, PKCS#8 and not encrypted
   */
  public record Tls(Optional<Secret> ca, Optional<Secret> certificate, Optional<Secret> key) {
    /** The system's trust, and no certificate of this side. */
    public static final Tls SYSTEM = new Tls(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The event is posted.
   *
   * @param secret by which it is signed
   */
  public record Webhook(Recipient to, Secret secret) implements Deed {}

  /**
   * An Alertmanager is told of the alerts that are open.
   *
   * @param to its own address, to which the path of its API is added
   */
  public record Alertmanager(Recipient to) implements Deed {}

  /**
   * A program is run, the event on its standard input.
   *
   * @param run the program and its arguments: no shell reads them
   * @param environment beside PATH, HOME and LANG all that it sees of variables
   * @param folder in which it runs
   */
  public record Command(List<String> run, Map<String, Secret> environment, Path folder)
      implements Deed {
    public Command {
      run = List.copyOf(run);
      environment = ordered(environment);
    }
  }

  /**
   * How often an action follows at most.
   *
   * @param count so many times
   * @param per in such a time
   */
  public record Rate(int count, Duration per) {
    /** What holds when nothing is said. */
    public static final Rate DEFAULT = new Rate(60, Duration.ofHours(1));

    /**
     * @throws IllegalArgumentException unless both are more than nothing
     */
    public Rate {
      if (count < 1 || per.isZero() || per.isNegative()) {
        throw new IllegalArgumentException("a rate of %d per %s".formatted(count, per));
      }
    }
  }

  private static Map<String, Secret> ordered(Map<String, Secret> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
