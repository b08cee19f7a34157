package dev.canary.app.job;

import dev.canary.format.FormatException;
import dev.canary.format.Settings;
import dev.canary.format.SuiteFile;
import dev.canary.format.Suites;
import dev.canary.format.Workspace;
import dev.canary.suite.Suite;
import dev.canary.watch.WatchOverride;
import dev.canary.watch.WatchSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is watched in a workspace: each suite, each watch of {@code canary.yaml}, and of either each
 * replica.
 *
 * @param workspace holds the suites
 * @param settings say what differs from the suites' own files
 */
record Watches(Workspace workspace, Settings settings) {

  /**
   * The watches of these names, replica by replica; all of them for no name. A name is that of a
   * suite, of a watch, or of one replica.
   *
   * @throws FormatException with every problem of every suite
   * @throws CannotRunException if there is nothing to watch
   */
  List<Watched> of(List<String> names) throws FormatException, CannotRunException {
    Map<String, String> watchOf = new LinkedHashMap<>();
    (names.isEmpty() ? all() : names).forEach(name -> watchOf.put(name, watchOf(name)));
    Map<String, SuiteFile> files = new LinkedHashMap<>();
    List<String> suites = watchOf.values().stream().map(this::suiteOf).distinct().toList();
    for (SuiteFile file : Suites.load(workspace, suites)) {
      files.put(file.suite().name(), file);
    }
    LinkedHashSet<Watched> chosen = new LinkedHashSet<>();
    for (Map.Entry<String, String> name : watchOf.entrySet()) {
      SuiteFile file = files.get(suiteOf(name.getValue()));
      if (file != null) {
        chosen.addAll(named(name.getKey(), watched(name.getValue(), file)));
      }
    }
    return required(List.copyOf(chosen));
  }

  /** The suites of these names as their own files have them; all of them for no name. */
  List<Watched> suites(List<String> names) throws FormatException, CannotRunException {
    List<Watched> suites = new ArrayList<>();
    for (SuiteFile file : Suites.load(workspace, names.isEmpty() ? workspace.suites() : names)) {
      String name = file.suite().name();
      suites.add(new Watched(name, file.suite(), workspace.suite(name), file.watch()));
    }
    return required(suites);
  }

  /**
   * The weight of every watch, of those that are not run and of those whose suite cannot be read,
   * too: one that is broken today must not make the evidence of the others cheaper.
   */
  Map<String, Double> weights() {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String watch : all()) {
      double weight =
          Optional.ofNullable(settings.watches().get(watch))
              .flatMap(WatchOverride::weight)
              .orElse(WatchSettings.DEFAULT_WEIGHT);
      weights.put(watch, weight);
    }
    return weights;
  }

  private List<Watched> required(List<Watched> found) throws CannotRunException {
    if (found.isEmpty()) {
      throw new CannotRunException(
          workspace.canaries()
              + " holds no suite; a suite is a folder with suite.yaml and cases.jsonl");
    }
    return found;
  }

  private List<String> all() {
    return Stream.concat(workspace.suites().stream(), settings.watches().keySet().stream())
        .distinct()
        .toList();
  }

  /** The watch that a name means: itself, or the one whose replica it names. */
  private String watchOf(String name) {
    return all().contains(name)
        ? name
        : all().stream()
            .filter(watch -> name.startsWith(watch + "/"))
            .max(Comparator.comparingInt(String::length))
            .orElse(name);
  }

  private String suiteOf(String watch) {
    return Optional.ofNullable(settings.watches().get(watch))
        .flatMap(WatchOverride::suite)
        .orElse(watch);
  }

  private static List<Watched> named(String name, Watched watch) throws CannotRunException {
    List<Watched> replicas = watch.replicas();
    List<Watched> meant =
        name.equals(watch.name())
            ? replicas
            : replicas.stream().filter(replica -> replica.name().equals(name)).toList();
    if (meant.isEmpty()) {
      throw new CannotRunException(
          "no replica %s; there is %s"
              .formatted(
                  name, replicas.stream().map(Watched::name).collect(Collectors.joining(", "))));
    }
    return meant;
  }

  private Watched watched(String name, SuiteFile file) {
    Optional<WatchOverride> override = Optional.ofNullable(settings.watches().get(name));
    Suite suite =
        override.flatMap(WatchOverride::target).map(file.suite()::with).orElse(file.suite());
    return new Watched(
            name,
            suite,
            workspace.suite(suite.name()),
            override.map(o -> o.over(file.watch())).orElse(file.watch()))
        .withFallback(override.flatMap(WatchOverride::fallback));
  }
}
