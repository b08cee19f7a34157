package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.event.Scope;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run was about, in the JSON of runs, findings and states. */
public final class ScopeJson {
  private static final Map<String, Tier> TIERS =
      Arrays.stream(Tier.values()).collect(Collectors.toMap(Tier::label, Function.identity()));

  /** The field of a run that tells when its watch counts as silent. */
  static final String STALE_AFTER = "staleAfterSeconds";

  private ScopeJson() {}

  /** The fields of an object that is being written; what is not there is left out. */
  static void write(JsonGenerator json, Scope scope) throws IOException {
    if (scope.replica().isPresent()) {
      json.writeStringField("replica", scope.replica().get());
    }
    if (scope.region().isPresent()) {
      json.writeStringField("region", scope.region().get());
    }
    json.writeStringField("tier", scope.tier().label());
  }

  /** What a stored run was about; one of an older version was of the golden tier. */
  public static Scope read(String watch, String run) {
    Reading reading = new Reading(Path.of(""));
    Optional<Section> top =
        JsonTree.read(reading, new Source(Path.of(""), "a stored run", run))
            .flatMap(node -> Section.top(reading, "a stored run", node));
    return new Scope(
        watch,
        top.flatMap(s -> s.text("replica")),
        top.flatMap(s -> s.text("region")),
        top.flatMap(s -> s.word("tier", TIERS)).orElse(Tier.GOLDEN),
        top.flatMap(ScopeJson::staleAfter));
  }

  private static Optional<Duration> staleAfter(Section run) {
    OptionalDouble seconds = run.number(STALE_AFTER, Bounds.POSITIVE);
    return seconds.isPresent()
        ? Optional.of(Duration.ofNanos(Math.round(seconds.getAsDouble() * 1e9)))
        : Optional.empty();
  }
}
