package dev.canary.tribuo;

import dev.canary.suite.Case;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Signature;
import dev.canary.target.Target;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.clustering.ClusterID;
import org.tribuo.regression.Regressor;

/**
 * A loaded model of Tribuo.
 *
 * @param <T> what it predicts
 */
final class TribuoTarget<T extends org.tribuo.Output<T>> implements Target {
  private final Model<T> model;
  private final Answers<T> answers;
  private final ModelIdentity identity;

  private TribuoTarget(Model<T> model, Answers<T> answers, ModelIdentity identity) {
    this.model = model;
    this.answers = answers;
    this.identity = identity;
  }

  /** The target over a model of whichever kind. */
  static Target over(Model<?> model, Identity identity) throws LoadException {
    ModelIdentity who = identity.describe();
    if (model.getOutputIDInfo().getDomain().isEmpty()) {
      throw new LoadException("the model has no outputs");
    } else if (model.validate(Label.class)) {
      Model<Label> classifier = model.castModel(Label.class);
      return new TribuoTarget<>(classifier, Answers.Labels.of(classifier), who);
    } else if (model.validate(Regressor.class)) {
      Model<Regressor> regression = model.castModel(Regressor.class);
      return new TribuoTarget<>(regression, Answers.Values.of(regression), who);
    } else if (model.validate(ClusterID.class)) {
      return new TribuoTarget<>(model.castModel(ClusterID.class), new Answers.Clusters(), who);
    }
    throw new LoadException(
        "it predicts neither labels nor values nor clusters but "
            + model.getOutputIDInfo().getDomain().iterator().next().getClass().getSimpleName());
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public Signature signature() {
    return FeatureSlots.of(model);
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    Features features = Features.of(golden.input(), this::knows);
    try {
      return answers.read(model.predict(features.example(answers.placeholder())));
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      throw failure(features, e);
    }
  }

  private boolean knows(String feature) {
    return model.getFeatureIDMap().getID(feature) >= 0;
  }

  /** Tells why in words without values, which may be private: Tribuo's own print the example. */
  private PredictionException failure(Features features, Throwable cause) {
    if (cause instanceof IllegalArgumentException && features.allUnknown()) {
      return new PredictionException(
          Reason.BAD_INPUT,
          "the model knows none of the %d features of this case and Tribuo refuses such an input"
              .formatted(features.size()),
          cause);
    }
    if (cause instanceof IllegalArgumentException && features.notANumber().isPresent()) {
      return new PredictionException(
          Reason.BAD_INPUT,
          "the feature %s is NaN and Tribuo refuses such an input"
              .formatted(features.notANumber().get()),
          cause);
    }
    String reason = ModelFile.reason(cause);
    return new PredictionException(
        Reason.MODEL_ERROR,
        "Tribuo failed: "
            + (reason.contains("Example") ? cause.getClass().getSimpleName() : reason),
        cause);
  }

  @Override
  public void close() {
    // Tribuo's models hold nothing that has to be given back.
  }
}
