package dev.canary.tribuo;

import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.util.List;

/**
 * Opens models of Tribuo: classification, regression and clustering, from the protobuf files that
 * {@code Model.serializeToFile} writes.
 *
 * <p><b>Inputs.</b> Each entry of a case's input is a feature:
 *
 * <ul>
 *   <li>a number {@code x: 1.5} is the feature {@code x}, or {@code x@value} where the model knows
 *       only that (what Tribuo's {@code DoubleFieldProcessor} makes of a column);
 *   <li>a truth value is 1 or 0;
 *   <li>a text {@code x: "car"} is the feature {@code x@car} with the value 1, as Tribuo's {@code
 *       IdentityProcessor} has it;
 *   <li>a tensor of numbers of shape {@code [k]} or {@code [1, k]} under {@code x} is the features
 *       {@code x-0} to {@code x-(k-1)}; anything else with a shape is refused;
 *   <li>null: the feature is absent.
 * </ul>
 *
 * Any feature can also be named outright, for example {@code "x@car": 1}.
 *
 * <p><b>Unknown and unusable features</b> are handled as Tribuo does it: a feature that the model
 * has not seen in training is ignored, without a word; a case none of whose features the model
 * knows is refused (BAD_INPUT); so is NaN, but by models of XGBoost, for which it means "missing".
 *
 * <p><b>Outputs.</b>
 *
 * <ul>
 *   <li>Classification: {@code output}, fp64 [K], the scores or probabilities of the labels sorted
 *       by name, with their names as classes; {@code label}, the label chosen. A model that tells
 *       no scores gives {@code label} only.
 *   <li>Regression: {@code output}, fp64 [D], the values of the dimensions sorted by name, with
 *       their names as classes.
 *   <li>Clustering: {@code output}, an int32 scalar, the cluster; {@code scores}, where the model
 *       tells them, fp64 [K] with the cluster numbers as classes.
 * </ul>
 */
public final class TribuoProvider implements TargetProvider {
  @Override
  public String type() {
    return "tribuo";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  /**
   * True for XGBoost, alone or in an ensemble, and for what Tribuo only wraps (ONNX, TensorFlow).
   */
  @Override
  public boolean runsNativeCode(TargetSpec spec) {
    return NativeCode.mayRunFor(spec.file());
  }

  @Override
  public Target open(TargetSpec spec) throws LoadException {
    return ModelFile.read(spec.file()).open(spec.version());
  }
}
