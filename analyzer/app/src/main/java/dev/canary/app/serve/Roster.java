package dev.canary.app.serve;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every watch of one reading of the files.
 *
 * @param posts by name, in the order of the files
 * @param readAt when they were read
 */
record Roster(Map<String, Post> posts, Instant readAt) {
  Roster {
    posts = Collections.unmodifiableMap(new LinkedHashMap<>(posts));
  }

  /** The watches of a workspace as its files are now. */
  static Roster read(Wiring wiring, Instant at) throws FormatException, CannotRunException {
    Map<String, Post> posts = new LinkedHashMap<>();
    for (Watched watch : wiring.watches(List.of())) {
      posts.put(watch.name(), Post.of(watch));
    }
    return new Roster(posts, at);
  }

  Optional<Post> post(String name) {
    return Optional.ofNullable(posts.get(name));
  }
}
