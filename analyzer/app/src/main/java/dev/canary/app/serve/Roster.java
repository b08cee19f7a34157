package dev.canary.app.serve;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.check.Checks;
import dev.canary.format.FormatException;
import dev.canary.replay.Order;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every watch of one reading of the files, and the jobs that run them.
 *
 * @param posts by name, in the order of the files
 * @param golden runs whole suites
 * @param smoke runs the smoke tier
 * @param readAt when they were read
 */
record Roster(Map<String, Post> posts, RunJob golden, RunJob smoke, Instant readAt) {
  Roster {
    posts = Collections.unmodifiableMap(new LinkedHashMap<>(posts));
  }

  /** The watches of a workspace as its files are now. */
  static Roster read(Wiring wiring, Instant at) throws FormatException, CannotRunException {
    return new Roster(
        posts(wiring.watches(List.of())),
        job(wiring, Tier.GOLDEN, Checks.standard()),
        job(wiring, Tier.SMOKE, Checks.standard().smoke()),
        at);
  }

  static Map<String, Post> posts(List<Watched> watches) {
    Map<String, Post> posts = new LinkedHashMap<>();
    watches.forEach(watch -> posts.put(watch.name(), Post.of(watch)));
    return posts;
  }

  private static RunJob job(Wiring wiring, Tier tier, Checks checks) throws FormatException {
    return wiring.runJob(tier, checks, Order::asWritten, done -> {});
  }

  Optional<Post> post(String name) {
    return Optional.ofNullable(posts.get(name));
  }

  RunJob job(Tier tier) {
    return switch (tier) {
      case GOLDEN -> golden;
      case SMOKE -> smoke;
    };
  }
}
