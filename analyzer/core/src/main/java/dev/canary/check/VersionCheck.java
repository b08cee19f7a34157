package dev.canary.check;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Did one version of the model answer the whole run? Every place in which a protocol tells a
 * version is read (answers, metadata, repository index, management interface).
 *
 * <p>Two versions in one place are a deployment that was replaced while it was probed: such a run
 * mixes two models and is not judged against one. Places that disagree all the time, each with one
 * version, are worth saying and no more. Whether the one version that answered has a baseline is
 * {@link BaselineCheck}'s to say.
 */
public final class VersionCheck implements Check {
  static final String NAME = "version";

  private static final String ANSWERS = "answers";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Run run = comparison.run();
    Map<String, Set<String>> places = places(run);
    List<String> mixed =
        places.entrySet().stream()
            .filter(place -> place.getValue().size() > 1)
            .map(place -> place.getKey() + " told " + String.join(" and ", place.getValue()))
            .toList();
    if (!mixed.isEmpty()) {
      return List.of(mixed(run, mixed));
    }
    long told = places.values().stream().distinct().count();
    if (told > 1) {
      String all =
          places.entrySet().stream()
              .map(place -> place.getKey() + " tells " + String.join(", ", place.getValue()))
              .collect(Collectors.joining("; "));
      return List.of(
          Finding.held(NAME, Decides.NOTHING, "places disagree about the version: " + all));
    }
    return List.of();
  }

  /** True when answers of several versions stand in one run, so that no one model gave them. */
  static boolean isMixed(Run run) {
    return places(run).values().stream().anyMatch(versions -> versions.size() > 1);
  }

  /** True when some place tells a version: then nobody needs to guess it from the answers. */
  static boolean isTold(Run run) {
    return !places(run).isEmpty();
  }

  private static Finding mixed(Run run, List<String> mixed) {
    Map<String, Integer> counts = counts(run);
    String each =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " answers of version " + count.getKey())
            .collect(Collectors.joining(", "));
    String reason =
        "the version changed during the run: %s%s; run again when the deployment is done"
            .formatted(String.join("; ", mixed), each.isEmpty() ? "" : " (" + each + ")");
    return Finding.inconclusive(NAME, Optional.of(Cause.VERSION_CHANGE), reason)
        .measured(counts.size(), 1);
  }

  /** The versions by place that told any; the answers are a place, asked or not. */
  private static Map<String, Set<String>> places(Run run) {
    Map<String, Set<String>> places = new TreeMap<>();
    run.health()
        .map(Health::versions)
        .ifPresent(told -> told.forEach((place, found) -> places.put(place, new TreeSet<>(found))));
    Set<String> ofAnswers = counts(run).keySet();
    if (!ofAnswers.isEmpty() && !places.containsValue(ofAnswers)) {
      places.put(ANSWERS, ofAnswers);
    }
    places.values().removeIf(Set::isEmpty);
    return places;
  }

  private static Map<String, Integer> counts(Run run) {
    List<String> told = new ArrayList<>();
    for (Observation observation : run.observations()) {
      if (observation instanceof Observation.Answered answered) {
        answered
            .exchange()
            .map(exchange -> exchange.facts().get(Exchange.VERSION))
            .ifPresent(told::add);
      }
    }
    Map<String, Integer> counts = new TreeMap<>();
    told.forEach(version -> counts.merge(version, 1, Integer::sum));
    return counts;
  }
}
