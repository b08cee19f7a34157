package dev.canary.app.job;

import dev.canary.format.Workspace;
import java.nio.file.Path;
import java.util.List;

/** Spares tests the child process that first tries a model that runs native code. */
public final class KnownModels {
  private KnownModels() {}

  /** Remembers that the models of this suite load well. */
  public static void mark(Path workspace, String suite) throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(workspace))) {
      for (Watched watch : wiring.suites(List.of(suite))) {
        wiring.store().markLoaded(LoadProbe.key(watch.suite().target()), wiring.now());
      }
    }
  }
}
