package dev.canary.format;

import dev.canary.measure.Spelling;
import dev.canary.suite.TargetSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads suites from their folders: {@code suite.yaml} and {@code cases.jsonl}. */
public final class Suites {
  private Suites() {}

  /**
   * The suite in a folder. Its references may lead anywhere in the workspace that holds the folder,
   * or, without a workspace, anywhere in the folder.
   *
   * @throws FormatException with every problem of every file of the suite
   */
  public static SuiteFile load(Path folder) throws FormatException {
    Path absolute = folder.toAbsolutePath().normalize();
    Path root = Workspace.around(absolute).map(Workspace::root).orElse(absolute);
    Reading reading = new Reading(root);
    Optional<SuiteFile> suite = new SuiteReader(reading, absolute).read();
    reading.check();
    return suite.orElseThrow(() -> new IllegalStateException("no suite and no problem"));
  }

  /**
   * A target alone, as it would stand in {@code suite.yaml}, under {@code target}.
   *
   * @param folder that its references are relative to
   * @throws FormatException with every problem
   */
  public static TargetSpec target(Path folder, String yaml) throws FormatException {
    Path absolute = folder.toAbsolutePath().normalize();
    Path file = absolute.resolve(Workspace.SUITE_FILE);
    Reading reading = new Reading(absolute);
    Optional<TargetSpec> target =
        YamlTree.read(reading, new Source(file, "the target", yaml))
            .flatMap(node -> Section.top(reading, "the target", node))
            .flatMap(top -> TargetReader.read(top, file));
    reading.check();
    return target.orElseThrow(() -> new IllegalStateException("no target and no problem"));
  }

  /**
   * Suites of a workspace by name.
   *
   * @throws FormatException with every problem of every file of all of them
   */
  public static List<SuiteFile> load(Workspace workspace, Collection<String> names)
      throws FormatException {
    Reading reading = new Reading(workspace.root());
    List<String> known = workspace.suites();
    List<SuiteFile> suites = new ArrayList<>();
    for (String name : names) {
      if (known.contains(name)) {
        new SuiteReader(reading, workspace.suite(name)).read().ifPresent(suites::add);
      } else {
        String allowed = Spelling.allowed(name, known);
        reading.problem(reading.name(workspace.canaries()), 0, "no suite " + name, allowed);
      }
    }
    reading.check();
    return suites;
  }
}
