package dev.canary.app.job;

import dev.canary.alert.AlertRules;
import dev.canary.alert.AlertState;
import dev.canary.event.AlertNews;
import dev.canary.event.Scope;
import dev.canary.schedule.Rota;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.watch.Tier;
import dev.canary.watch.WatchSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A watch with all it needs to run.
 *
 * @param name of the watch; that of one of several replicas ends in the replica's
 * @param suite with the watch's own target, where it has one
 * @param folder of the suite
 * @param settings when it runs and what makes an alert of it
 * @param replica which of several addresses this is; empty for the only one, or for all together
 * @param fallback another model to which requests could go while this one is at fault
 */
public record Watched(
    String name,
    Suite suite,
    Path folder,
    WatchSettings settings,
    Optional<String> replica,
    Optional<TargetSpec> fallback) {

  private static final int MISSED = 3;

  /** A watch of a model at one place, or of all its replicas together. */
  Watched(String name, Suite suite, Path folder, WatchSettings settings) {
    this(name, suite, folder, settings, Optional.empty());
  }

  /** A watch without another model. */
  public Watched(
      String name, Suite suite, Path folder, WatchSettings settings, Optional<String> replica) {
    this(name, suite, folder, settings, replica, Optional.empty());
  }

  /** The same with another model to fall back on. */
  Watched withFallback(Optional<TargetSpec> other) {
    return new Watched(name, suite, folder, settings, replica, other);
  }

  /**
   * One for each address of the target, each with its part of the weight: together they cost the
   * budget of false alerts what the watch would. This one alone where there is but one place.
   */
  List<Watched> replicas() {
    if (!(suite.target().place() instanceof Place.Server server) || replicaCount() == 1) {
      return List.of(this);
    }
    List<Watched> each = new ArrayList<>();
    for (Map.Entry<String, Place.Server> one : server.replicas().entrySet()) {
      each.add(
          new Watched(
              name + "/" + one.getKey(),
              suite.with(suite.target().with(one.getValue())),
              folder,
              settings.withWeight(settings.weight() / replicaCount()),
              Optional.of(one.getKey()),
              fallback));
    }
    return each;
  }

  /** At how many addresses the target is; 1 for a file. */
  int replicaCount() {
    return suite.target().place() instanceof Place.Server server ? server.addresses().size() : 1;
  }

  /** The replica whose turn it is when they are asked one after the other; this if it is alone. */
  Watched turn(int number) {
    return replicas().get(number % replicaCount());
  }

  /**
   * Where its model is, the same for every daemon of a store: a file as seen from its suite, whose
   * folder may be mounted anywhere; a server by its addresses without what may be secret in them.
   */
  public String place() {
    if (suite.target().place() instanceof Place.Server server) {
      return server.addresses().stream().map(Watched::shown).collect(Collectors.joining(", "));
    }
    return folder.toAbsolutePath().relativize(suite.target().file().toAbsolutePath()).toString();
  }

  private static String shown(URI address) {
    String authority = String.valueOf(address.getRawAuthority());
    return "%s://%s%s"
        .formatted(
            address.getScheme(),
            authority.substring(authority.indexOf('@') + 1),
            String.valueOf(address.getRawPath()));
  }

  /** By what its alerts live. */
  AlertRules alertRules() {
    return AlertRules.of(name, settings.policy(), settings.timing().interval());
  }

  /**
   * The same as time passes: that nothing runs on a weekend, or in a blackout, is no silence.
   *
   * @param held where its alerts stand
   */
  AlertRules alertRules(AlertState held, Instant now) {
    return alertRules(held.recent().lastAt().orElse(now));
  }

  private AlertRules alertRules(Instant last) {
    Rota rota = rota();
    return AlertRules.of(name, settings.policy(), rota.until(MISSED, last).dividedBy(MISSED))
        .dueAfter(rota.until(1, last));
  }

  /** When it runs. */
  public Rota rota() {
    return Rota.of(settings.timing(), name);
  }

  /** What is watched, or so much of it. */
  public Scope scope(Tier tier) {
    return new Scope(name, replica, settings.region(), tier, Optional.empty());
  }

  /** What a run of this tier is about that is due at an instant. */
  Scope scope(Tier tier, Instant due) {
    return scope(tier).staleAfter(alertRules(due).staleAfter());
  }

  /** Who is told of its alerts. */
  AlertNews.Audience audience() {
    return settings.dryRun() ? AlertNews.Audience.STORE : AlertNews.Audience.ALL;
  }
}
