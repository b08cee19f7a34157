package dev.canary.djl;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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

/**
 * An ONNX model in ONNX Runtime.
 *
 * <p>Inputs go by name. State is explicit in ONNX, an input and an output like any other; {@code
 * reset: reload} makes a new session, for the rare kernel that keeps a random generator.
 */
final class OnnxTarget implements Target {
  private static final String ALLOWED =
      "; allowed are ONNX models whose operators this runtime implements";

  private final ModelFile file;
  private final Reset reset;
  private final ModelIdentity identity;
  private final OnnxInputs inputs;
  private OrtSession session;
  private boolean closed;

  private OnnxTarget(
      ModelFile file, Reset reset, ModelIdentity identity, OnnxInputs inputs, OrtSession session) {
    this.file = file;
    this.reset = reset;
    this.identity = identity;
    this.inputs = inputs;
    this.session = session;
  }

  /** Loads the model; a {@link LoadException} names the file and the reason. */
  static Target open(TargetSpec spec, ModelFile file) throws LoadException {
    if (spec.reset() instanceof Reset.Method method) {
      throw new LoadException(
          file.path()
              + ": an ONNX model has no method "
              + method.name()
              + " to reset it; allowed are none, reload");
    }
    OrtSession session = load(file);
    try {
      ModelIdentity identity = OnnxIdentity.of(spec, file, session);
      return new OnnxTarget(file, spec.reset(), identity, OnnxInputs.of(session), session);
    } catch (OrtException e) {
      OnnxRuntimeSetup.close(session);
      throw new LoadException(file.path() + ": " + OneLine.of(e) + ALLOWED, e);
    } catch (LoadException | RuntimeException e) {
      OnnxRuntimeSetup.close(session);
      throw e;
    }
  }

  private static OrtSession load(ModelFile file) throws LoadException {
    try {
      return OnnxRuntimeSetup.session(file.path());
    } catch (OrtException e) {
      throw new LoadException(
          file.path() + ": ONNX Runtime cannot load it: " + OneLine.of(e) + ALLOWED, e);
    } catch (LinkageError e) {
      throw new LoadException(
          file.path() + ": ONNX Runtime does not run on this machine: " + OneLine.of(e), e);
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
    try (OnnxFeed feed = inputs.feed(golden.input());
        OrtSession.Result result = session.run(feed.tensors())) {
      return OnnxOutputs.read(result);
    } catch (OrtException e) {
      throw new PredictionException(Reason.MODEL_ERROR, OneLine.of(e), e);
    }
  }

  @Override
  public void reset() throws PredictionException {
    if (!(reset instanceof Reset.Reload)) {
      return;
    }
    if (!file.isUnchanged()) {
      throw new PredictionException(
          Reason.MODEL_ERROR, file.path() + " has been replaced since it was loaded");
    }
    try {
      OrtSession fresh = OnnxRuntimeSetup.session(file.path());
      OnnxRuntimeSetup.close(session);
      session = fresh;
    } catch (OrtException e) {
      throw new PredictionException(Reason.MODEL_ERROR, OneLine.of(e), e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      inputs.close();
      OnnxRuntimeSetup.close(session);
    }
  }
}
