package dev.canary.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;

/**
 * PyTorch as every target here uses it: on the CPU, one thread, evaluation mode, no gradients, no
 * graph optimiser.
 *
 * <p>The optimiser rewrites a module's code after its first calls from what it saw there, so that
 * the bits of an answer would depend on what was asked before. The kernels that remain are
 * deterministic on a CPU.
 */
final class TorchRuntime {
  private static final String[] NO_EXTRA_FILES = {};

  private TorchRuntime() {}

  /** Starts the engine, if it does not run yet. */
  static PtNDManager manager() {
    DjlProperties.set();
    return (PtNDManager) NDManager.newBaseManager(Device.cpu(), ModelEngine.PYTORCH.word());
  }

  /** Loads a module, also one that was saved on another device. */
  static PtSymbolBlock load(PtNDManager manager, Path file) {
    PtSymbolBlock module =
        JniUtils.loadModule(manager, file, true, NO_EXTRA_FILES, NO_EXTRA_FILES, false);
    JniUtils.enableInferenceMode(module);
    return module;
  }

  /** To be called on the thread that runs the module: the setting belongs to a thread. */
  static void disableGraphOptimizer() {
    JniUtils.setGraphExecutorOptimize(false);
  }

  static String version() {
    return Engine.getEngine(ModelEngine.PYTORCH.word()).getVersion();
  }

  /** What an identity says of it. */
  static String description() {
    int threads = JniUtils.getNumThreads();
    return "CPU, " + threads + (threads == 1 ? " thread" : " threads") + ", no graph optimiser";
  }
}
