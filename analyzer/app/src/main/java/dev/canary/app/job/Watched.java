package dev.canary.app.job;

import dev.canary.suite.Suite;
import dev.canary.watch.WatchSettings;
import java.nio.file.Path;

/**
 * A watch with all it needs to run.
 *
 * @param name of the watch
 * @param suite with the watch's own target, where it has one
 * @param folder of the suite
 * @param settings when it runs and what makes an alert of it
 */
public record Watched(String name, Suite suite, Path folder, WatchSettings settings) {}
