package dev.canary.format;

import dev.canary.suite.Suite;
import dev.canary.watch.WatchSettings;

/**
 * What the folder of a suite holds: the suite, and how it is watched unless {@code canary.yaml}
 * says otherwise.
 */
public record SuiteFile(Suite suite, WatchSettings watch) {}
