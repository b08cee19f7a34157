package dev.canary.djl;

import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens TorchScript and ONNX models, type {@code djl}.
 *
 * <p>{@code target.engine} chooses the engine, {@code PyTorch} or {@code OnnxRuntime}; without it
 * the file's form does. Both engines compute on the CPU with one thread, so that one machine gives
 * one answer bit for bit.
 */
public final class DjlTargetProvider implements TargetProvider {
  @Override
  public String type() {
    return "djl";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public boolean runsNativeCode(TargetSpec spec) {
    return true;
  }

  @Override
  public Target open(TargetSpec spec) throws LoadException {
    ModelFile file = ModelFile.of(spec.file());
    return switch (ModelEngine.of(spec, file)) {
      case ONNX_RUNTIME -> OnnxTarget.open(spec, file);
      case PYTORCH -> TorchTarget.open(spec, file);
    };
  }

  /** The methods of a TorchScript module that look like a reset, then {@code reload}. */
  @Override
  public List<Reset> resets(TargetSpec spec) {
    List<Reset> resets = new ArrayList<>();
    try {
      ModelFile file = ModelFile.of(spec.file());
      if (ModelEngine.of(spec, file) == ModelEngine.PYTORCH) {
        TorchCode.of(file.path())
            .resetMethods()
            .forEach(name -> resets.add(new Reset.Method(name)));
      }
    } catch (LoadException e) {
      // open() tells what is wrong with the file; here there is only nothing to offer.
      return List.of(Reset.reload());
    }
    resets.add(Reset.reload());
    return resets;
  }
}
