package dev.canary.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.canary.suite.Case;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Signature;
import dev.canary.target.Target;
import java.util.Arrays;
import java.util.List;

/**
 * A TorchScript module in PyTorch.
 *
 * <p>Called below DJL's own predictor, which knows neither scalar arguments nor nested answers nor
 * methods beside {@code forward}.
 */
final class TorchTarget implements Target {
  private static final String ALLOWED =
      "; allowed are TorchScript archives, written by torch.jit.save";

  private final ModelFile file;
  private final Reset reset;
  private final ModelIdentity identity;
  private final TorchInputs inputs;
  private final PtNDManager manager;
  private PtSymbolBlock module;

  private TorchTarget(
      TargetSpec spec,
      ModelFile file,
      ModelIdentity identity,
      PtNDManager manager,
      PtSymbolBlock module) {
    this.file = file;
    this.reset = spec.reset();
    this.identity = identity;
    this.inputs = new TorchInputs(spec.inputs(), TorchCode.of(file.path()).forward());
    this.manager = manager;
    this.module = module;
  }

  /** Loads the module; a {@link LoadException} names the file and the reason. */
  static Target open(TargetSpec spec, ModelFile file) throws LoadException {
    PtNDManager manager = start(file);
    try {
      PtSymbolBlock module = load(manager, file);
      checkReset(spec.reset(), module, file);
      return new TorchTarget(spec, file, TorchIdentity.of(spec, file), manager, module);
    } catch (LoadException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static PtNDManager start(ModelFile file) throws LoadException {
    try {
      return TorchRuntime.manager();
    } catch (EngineException | LinkageError e) {
      throw new LoadException(
          file.path() + ": PyTorch does not run on this machine: " + OneLine.of(e), e);
    }
  }

  private static PtSymbolBlock load(PtNDManager manager, ModelFile file) throws LoadException {
    try {
      return TorchRuntime.load(manager, file.path());
    } catch (EngineException e) {
      throw new LoadException(
          file.path() + ": PyTorch cannot load it: " + OneLine.of(e) + ALLOWED, e);
    }
  }

  private static void checkReset(Reset reset, PtSymbolBlock module, ModelFile file)
      throws LoadException {
    List<String> methods = Arrays.asList(JniUtils.getMethodNames(module));
    if (reset instanceof Reset.Method method && !methods.contains(method.name())) {
      throw new LoadException(
          file.path()
              + ": the module has no method "
              + method.name()
              + " to reset it; it has "
              + String.join(", ", methods));
    }
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public Signature signature() {
    return inputs.signature();
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    TorchRuntime.disableGraphOptimizer();
    try (TorchScope scope = new TorchScope(manager)) {
      IValue[] arguments = inputs.of(golden.input(), scope);
      IValue answer = scope.own(IValueUtils.runMethod(module, "forward", arguments));
      return TorchOutputs.read(answer, scope);
    } catch (EngineException e) {
      throw new PredictionException(reason(e), OneLine.of(e), e);
    }
  }

  // Only the arguments' number and types are declared, and checked before the module runs.
  private static Reason reason(EngineException e) {
    String message = OneLine.of(e);
    return message.contains("Declaration: forward(") ? Reason.BAD_INPUT : Reason.MODEL_ERROR;
  }

  @Override
  public void reset() throws PredictionException {
    try {
      if (reset instanceof Reset.Method method) {
        TorchRuntime.disableGraphOptimizer();
        IValueUtils.runMethod(module, method.name()).close();
      } else if (reset instanceof Reset.Reload) {
        reload();
      }
    } catch (EngineException e) {
      throw new PredictionException(Reason.MODEL_ERROR, OneLine.of(e), e);
    }
  }

  private void reload() throws PredictionException {
    if (!file.isUnchanged()) {
      throw new PredictionException(
          Reason.MODEL_ERROR, file.path() + " has been replaced since it was loaded");
    }
    PtSymbolBlock fresh = TorchRuntime.load(manager, file.path());
    module.close();
    module = fresh;
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
