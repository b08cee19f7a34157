package dev.canary.djl;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;

/**
 * ONNX Runtime as every target here uses it: on the CPU, one thread, deterministic kernels, all
 * graph optimisations (its default), silent.
 *
 * <p>It logs to standard error what it also throws; only the exception is wanted.
 */
final class OnnxRuntimeSetup {
  /** What the sessions are told, for the platform of an identity. */
  static final String RUNTIME = "CPU, 1 thread, deterministic compute, all graph optimisations";

  private OnnxRuntimeSetup() {}

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  /** A session over a file; external data are found beside it. */
  static OrtSession session(Path model) throws OrtException {
    try (SessionOptions options = options()) {
      return environment().createSession(model.toString(), options);
    }
  }

  /** A session over a model in memory. */
  static OrtSession session(byte[] model) throws OrtException {
    try (SessionOptions options = options()) {
      return environment().createSession(model, options);
    }
  }

  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setDeterministicCompute(true);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a session: " + OneLine.of(e), e);
    }
  }
}
