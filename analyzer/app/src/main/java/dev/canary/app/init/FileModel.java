package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Targets;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Signature;
import dev.canary.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model in a file, which is tried in a process of its own: an input that native code cannot take
 * may end it.
 */
final class FileModel implements Model {
  private static final String TORCH = "djl";
  private static final String TRIBUO = "tribuo";

  private final String type;
  private final String reference;
  private final boolean positional;
  private final Targets targets;
  private final CaseFile cases;

  /** Writes the file of cases that a child process reads. */
  @FunctionalInterface
  interface CaseFile {
    void write(List<Case> cases) throws IOException;
  }

  private FileModel(String type, String reference, Targets targets, CaseFile cases) {
    this.type = type;
    this.reference = reference;
    this.positional = reference.toLowerCase(Locale.ROOT).matches(".*\\.(pt|pth)");
    this.targets = targets;
    this.cases = cases;
  }

  /**
   * The model in a file; one outside the workspace is copied into the folder of the suite, since a
   * suite may not lead out of it.
   *
   * @throws CannotRunException if there is no such file
   */
  static FileModel at(Path file, Path root, Path folder, Targets targets, CaseFile cases)
      throws CannotRunException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new CannotRunException(
          file + " is no file; name a model's file, or an address as in http://host:8000");
    }
    String name = String.valueOf(file.getFileName());
    boolean engine = name.toLowerCase(Locale.ROOT).matches(".*\\.(onnx|pt|pth)");
    Path real = file.toRealPath();
    String reference = name;
    if (real.startsWith(root.toRealPath())) {
      reference = folder.toRealPath().relativize(real).toString();
    } else {
      Files.copy(real, folder.resolve(name));
    }
    return new FileModel(engine ? TORCH : TRIBUO, reference, targets, cases);
  }

  @Override
  public String yaml() {
    return new TargetYaml(type, reference).text();
  }

  @Override
  public String yaml(Signature signature) {
    TargetYaml yaml = new TargetYaml(type, reference);
    if (positional) {
      yaml.withInputs(signature.inputs().stream().map(Signature.Slot::name).toList());
    }
    return yaml.text();
  }

  @Override
  public Signature signature(Suite suite, Path folder) throws LoadException {
    try (Target target = targets.open(suite, folder)) {
      return target.signature();
    }
  }

  @Override
  public Untyped untyped(Run tried) {
    return Untyped.NONE;
  }

  /** All in one process; where that ends early, each in its own. */
  @Override
  public String exampleInput() {
    return "x";
  }

  @Override
  public Run tryAll(Suite suite, Path folder) throws LoadException {
    try {
      return targets.inAnotherProcess(suite, folder);
    } catch (LoadException e) {
      return oneByOne(suite, folder);
    }
  }

  private Run oneByOne(Suite suite, Path folder) throws LoadException {
    List<Observation> observations = new ArrayList<>();
    Run last = null;
    LoadException first = null;
    for (Case golden : suite.cases()) {
      try {
        cases.write(List.of(golden));
        last = targets.inAnotherProcess(suite.withOnly(List.of(golden)), folder);
        observations.addAll(last.observations());
      } catch (LoadException e) {
        first = e;
        String message = "it ends the process that asks it";
        observations.add(new Observation.Failed(golden.id(), Reason.MODEL_ERROR, message, 0));
      } catch (IOException e) {
        throw new LoadException("cannot write the case " + golden.id() + ": " + e.getMessage(), e);
      }
    }
    if (last == null) {
      throw first == null ? new LoadException("there is no case to try") : first;
    }
    return new Run(last.suite(), last.model(), last.startedAt(), last.duration(), observations);
  }

  @Override
  public void close() {
    // Each process has ended.
  }
}
