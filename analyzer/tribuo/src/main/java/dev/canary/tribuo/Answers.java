package dev.canary.tribuo;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * How predictions of one kind become named tensors.
 *
 * @param <T> what Tribuo predicts
 */
sealed interface Answers<T extends Output<T>> {
  String OUTPUT = "output";

  /** The output of an example that is yet to be predicted. */
  T placeholder();

  /** The prediction as tensors. */
  dev.canary.target.Output read(Prediction<T> prediction);

  /**
   * Labels with scores.
   *
   * @param labels all that the model can answer, sorted
   */
  record Labels(List<String> labels) implements Answers<Label> {
    static Labels of(Model<Label> model) {
      return new Labels(
          model.getOutputIDInfo().getDomain().stream().map(Label::getLabel).sorted().toList());
    }

    @Override
    public Label placeholder() {
      return LabelFactory.UNKNOWN_LABEL;
    }

    @Override
    public dev.canary.target.Output read(Prediction<Label> prediction) {
      Tensor label = Tensor.ofTexts(new int[0], List.of(prediction.getOutput().getLabel()));
      Map<String, Label> scores = prediction.getOutputScores();
      if (scores.isEmpty()) {
        return dev.canary.target.Output.of("label", label);
      }
      // A tree leaves labels out that it never met in a leaf: that is a probability of 0.
      double unmentioned = prediction.hasProbabilities() ? 0 : Double.NaN;
      double[] row = new double[labels.size()];
      for (int i = 0; i < row.length; i++) {
        Label score = scores.get(labels.get(i));
        row[i] = score == null ? unmentioned : score.getScore();
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put(OUTPUT, Tensor.ofDoubles(new int[] {row.length}, row));
      tensors.put("label", label);
      return new dev.canary.target.Output(tensors, Map.of(OUTPUT, labels));
    }
  }

  /**
   * Values of named dimensions.
   *
   * @param dimensions their names, sorted
   */
  record Values(List<String> dimensions) implements Answers<Regressor> {
    static Values of(Model<Regressor> model) {
      return new Values(
          model.getOutputIDInfo().getDomain().stream()
              .flatMap(regressor -> List.of(regressor.getNames()).stream())
              .distinct()
              .sorted()
              .toList());
    }

    @Override
    public Regressor placeholder() {
      return RegressionFactory.UNKNOWN_REGRESSOR;
    }

    @Override
    public dev.canary.target.Output read(Prediction<Regressor> prediction) {
      Regressor answer = prediction.getOutput();
      double[] row =
          dimensions.stream()
              .mapToDouble(name -> answer.getDimension(name).orElseThrow().getValue())
              .toArray();
      return new dev.canary.target.Output(
          Map.of(OUTPUT, Tensor.ofDoubles(new int[] {row.length}, row)),
          Map.of(OUTPUT, dimensions));
    }
  }

  /** Clusters. */
  record Clusters() implements Answers<ClusterID> {
    @Override
    public ClusterID placeholder() {
      return ClusteringFactory.UNASSIGNED_CLUSTER_ID;
    }

    @Override
    public dev.canary.target.Output read(Prediction<ClusterID> prediction) {
      int id = prediction.getOutput().getID();
      Tensor cluster = Tensor.ofBytes(DType.INT32, new int[0], int32(id));
      List<ClusterID> scored =
          prediction.getOutputScores().values().stream()
              .sorted(Comparator.comparingInt(ClusterID::getID))
              .toList();
      if (scored.isEmpty()) {
        return dev.canary.target.Output.of(OUTPUT, cluster);
      }
      double[] row = scored.stream().mapToDouble(ClusterID::getScore).toArray();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put(OUTPUT, cluster);
      tensors.put("scores", Tensor.ofDoubles(new int[] {row.length}, row));
      return new dev.canary.target.Output(
          tensors,
          Map.of("scores", scored.stream().map(one -> Integer.toString(one.getID())).toList()));
    }

    private static byte[] int32(int value) {
      return ByteBuffer.allocate(Integer.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(value)
          .array();
    }
  }
}
