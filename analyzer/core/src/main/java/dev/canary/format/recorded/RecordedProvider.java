package dev.canary.format.recorded;

import dev.canary.format.FormatException;
import dev.canary.format.RecordedOptions;
import dev.canary.format.Recording;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Option;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens files of recorded predictions; a file is read anew each time. */
public final class RecordedProvider implements TargetProvider {
  private static final String ENGINE = "recorded";
  private static final String ENGINE_VERSION = "1";

  @Override
  public String type() {
    return "recorded";
  }

  /** None that this list could say: they depend on each other, and their own reader knows them. */
  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public boolean runsNativeCode(TargetSpec spec) {
    return false;
  }

  @Override
  public Target open(TargetSpec spec) throws LoadException {
    RecordedOptions options = RecordedOptions.of(spec);
    try {
      return new RecordedTarget(identity(spec, options), Recording.read(spec.file(), options));
    } catch (FormatException e) {
      throw new LoadException(e.summary(), e);
    }
  }

  /** No digests: the file holds predictions, not the model that made them. */
  private static ModelIdentity identity(TargetSpec spec, RecordedOptions options) {
    return new ModelIdentity(
        String.valueOf(spec.file().getFileName()),
        spec.version(),
        Optional.empty(),
        Optional.empty(),
        ENGINE,
        ENGINE_VERSION,
        options.platform(),
        Map.of());
  }
}
