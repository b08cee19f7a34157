package dev.canary.alert;

import dev.canary.replay.Run;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Platform;
import dev.canary.target.Sign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a model told of itself and tells otherwise now.
 *
 * @param what it is, for example {@code model version}
 * @param before what was told in the last good run
 * @param after what was told in the first bad one
 */
public record Change(String what, String before, String after) {
  private static final String NOTHING = "(not told)";

  /**
   * What two runs tell differently of who answered: version, digests, engine, platform, what health
   * end points say and the versions they tell. What one that is gone or silent does not tell has
   * not changed: a fact is compared only where both tell it; the remarks of a server come and go.
   */
  public static List<Change> between(Run good, Run bad) {
    Map<String, String> before = facts(good);
    Map<String, String> after = facts(bad);
    List<Change> changes = new ArrayList<>();
    before.forEach(
        (what, value) -> {
          String now = after.getOrDefault(what, value);
          if (!now.equals(value)) {
            changes.add(new Change(what, value, now));
          }
        });
    changes.addAll(remarks(good, bad));
    return changes;
  }

  private static Map<String, String> facts(Run run) {
    ModelIdentity model = run.model();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", model.name());
    put(facts, "model version", model.version());
    put(facts, "weight digest", model.weightDigest());
    put(facts, "artefact digest", model.artifactDigest());
    facts.put("engine", (model.engine() + " " + model.engineVersion()).strip());
    put(facts, "platform", model.platform().map(Platform::text));
    run.health().ifPresent(health -> tell(facts, health));
    return facts;
  }

  private static void tell(Map<String, String> facts, Health health) {
    tell(facts, "live", health.live());
    tell(facts, "ready", health.ready());
    health
        .versions()
        .forEach((place, found) -> facts.put("version at " + place, String.join(", ", found)));
  }

  private static void tell(Map<String, String> facts, String name, Sign sign) {
    switch (sign.says()) {
      case YES -> facts.put(name, "yes");
      case NO -> facts.put(name, "no: " + sign.reason());
      case NOTHING -> {}
    }
  }

  private static void put(Map<String, String> facts, String name, Optional<String> value) {
    value.ifPresent(v -> facts.put(name, v));
  }

  private static List<Change> remarks(Run good, Run bad) {
    if (good.health().isEmpty() || bad.health().isEmpty()) {
      return List.of();
    }
    List<String> before = good.health().get().remarks();
    List<String> after = bad.health().get().remarks();
    List<Change> changes = new ArrayList<>();
    before.stream()
        .filter(remark -> !after.contains(remark))
        .forEach(remark -> changes.add(new Change("remark", remark, NOTHING)));
    after.stream()
        .filter(remark -> !before.contains(remark))
        .forEach(remark -> changes.add(new Change("remark", NOTHING, remark)));
    return changes;
  }

  /** In words, for example {@code model version 3 -> 4}. */
  public String text() {
    return "%s %s -> %s".formatted(what, before, after);
  }
}
