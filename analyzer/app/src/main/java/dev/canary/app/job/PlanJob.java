package dev.canary.app.job;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Status;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.plan.PlannedWatch;
import dev.canary.plan.WorkspacePlan;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Plans the watches of a workspace from its files: no model is opened, nothing is stored.
 *
 * @param evidence knows the budget and what falls to each watch
 * @param baselines of the workspace
 * @param root of the workspace
 */
public record PlanJob(WatchEvidence evidence, Baselines baselines, Path root) {

  /** The plan of these watches. */
  public WorkspacePlan plan(List<Watched> watches) throws FormatException {
    List<PlannedWatch> planned = new ArrayList<>();
    for (Watched watch : watches) {
      planned.add(
          new PlannedWatch(
              watch.name(),
              watch.suite(),
              target(watch.suite().target()),
              watch.settings(),
              evidence.share(watch),
              baseline(watch.suite())));
    }
    return WorkspacePlan.of(evidence.budget(), planned);
  }

  private String target(TargetSpec target) {
    String place =
        target.place() instanceof Place.File file && file.path().startsWith(root)
            ? root.relativize(file.path()).toString()
            : target.place().text();
    return target.type() + " " + place;
  }

  /**
   * The baseline that runs are most likely to be judged by: an approved one before a captured one,
   * of those that of the version which the suite declares, else the latest. Which version answers,
   * only the model itself could tell.
   */
  private Optional<Baseline> baseline(Suite suite) throws FormatException {
    List<Baseline> fitting =
        baselines.all(suite.name()).stream()
            .filter(b -> b.suiteDigest().equals(suite.digest()))
            .filter(b -> b.status() != Status.SUPERSEDED)
            .toList();
    return fitting.stream()
        .max(
            Comparator.comparing((Baseline b) -> b.status() == Status.APPROVED)
                .thenComparing(b -> suite.target().version().equals(b.model().version()))
                .thenComparing(b -> b.provenance().capturedAt()));
  }
}
