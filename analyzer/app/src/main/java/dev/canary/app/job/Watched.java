package dev.canary.app.job;

import dev.canary.alert.AlertRules;
import dev.canary.event.AlertNews;
import dev.canary.event.Scope;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.watch.Tier;
import dev.canary.watch.WatchSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A watch with all it needs to run.
 *
 * @param name of the watch; that of one of several replicas ends in the replica's
 * @param suite with the watch's own target, where it has one
 * @param folder of the suite
 * @param settings when it runs and what makes an alert of it
 * @param replica which of several addresses this is; empty for the only one, or for all together
 */
public record Watched(
    String name, Suite suite, Path folder, WatchSettings settings, Optional<String> replica) {

  /** A watch of a model at one place, or of all its replicas together. */
  Watched(String name, Suite suite, Path folder, WatchSettings settings) {
    this(name, suite, folder, settings, Optional.empty());
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
              Optional.of(one.getKey())));
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

  /** By what its alerts live. */
  AlertRules alertRules() {
    return AlertRules.of(name, settings.policy(), settings.schedule().interval());
  }

  /** What a run of this tier is about. */
  Scope scope(Tier tier) {
    return new Scope(name, replica, settings.region(), tier);
  }

  /** Who is told of its alerts. */
  AlertNews.Audience audience() {
    return settings.dryRun() ? AlertNews.Audience.STORE : AlertNews.Audience.ALL;
  }
}
