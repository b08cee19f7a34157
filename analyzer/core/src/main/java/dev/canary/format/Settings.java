package dev.canary.format;

import dev.canary.watch.WatchOverride;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What {@code canary.yaml} says; every key has a default, and so has the file.
 *
 * @param store where runs are kept
 * @param kafka where events go
 * @param http where the page is served
 * @param budget the false alerts that are tolerated
 * @param retention which runs keep their outputs
 * @param watches what differs from the suites' own files, by name of the watch
 * @param actions what follows alerts, by name
 */
public record Settings(
    StoreSettings store,
    KafkaSettings kafka,
    HttpSettings http,
    BudgetSettings budget,
    RetentionSettings retention,
    Map<String, WatchOverride> watches,
    Map<String, ActionSettings> actions) {
  public Settings {
    actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    watches = Collections.unmodifiableMap(new LinkedHashMap<>(watches));
  }

  /** The settings of a workspace without a {@code canary.yaml}. */
  public static Settings defaults(Workspace workspace) {
    return new Settings(
        new StoreSettings.File(workspace.root().resolve(StoreSettings.DEFAULT_FILE)),
        KafkaSettings.DEFAULT,
        HttpSettings.DEFAULT,
        BudgetSettings.DEFAULT,
        RetentionSettings.DEFAULT,
        Map.of(),
        Map.of());
  }

  /** The names of the actions that follow the alerts of a watch, or of one of its replicas. */
  public Set<String> actionsOf(String watch) {
    return watches.entrySet().stream()
        .filter(entry -> watch.equals(entry.getKey()) || watch.startsWith(entry.getKey() + "/"))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .flatMap(entry -> entry.getValue().actions())
        .<Set<String>>map(LinkedHashSet::new)
        .orElseGet(actions::keySet);
  }

  /**
   * The settings of a workspace.
   *
   * @throws FormatException with every problem of {@code canary.yaml}
   */
  public static Settings load(Workspace workspace) throws FormatException {
    if (Files.notExists(workspace.settings())) {
      return defaults(workspace);
    }
    Reading reading = new Reading(workspace.root());
    Settings settings = new SettingsReader(reading, workspace).read();
    reading.check();
    return settings;
  }
}
