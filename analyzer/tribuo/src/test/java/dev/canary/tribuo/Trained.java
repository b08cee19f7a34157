package dev.canary.tribuo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.libsvm.LibSVMClassificationTrainer;
import org.tribuo.classification.libsvm.SVMClassificationType;
import org.tribuo.classification.libsvm.SVMClassificationType.SVMMode;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.SVMParameters;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/** Small models, trained from a seed each time they are asked for. */
final class Trained {
  private static final List<String> HOMES = List.of("own", "rent", "mortgage");
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private Trained() {}

  static Model<Label> logistic() {
    return new LogisticRegressionTrainer().train(labelled());
  }

  static Model<Label> tree() {
    return new CARTClassificationTrainer(4, 1f, 7L).train(labelled());
  }

  static Model<Label> forest() {
    return new RandomForestTrainer<>(
            new CARTClassificationTrainer(4, 0.6f, 7L), new VotingCombiner(), 5, 7)
        .train(labelled());
  }

  static Model<Label> supportVectors() {
    SVMParameters<Label> parameters =
        new SVMParameters<>(new SVMClassificationType(SVMMode.C_SVC), KernelType.RBF);
    parameters.setProbability();
    parameters.setGamma(0.5);
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    try {
      return new LibSVMClassificationTrainer(parameters, 7).train(labelled());
    } finally {
      System.setOut(console);
    }
  }

  static Model<Label> boosted() {
    return new XGBoostClassificationTrainer(6).train(labelled());
  }

  static Model<Regressor> regression() {
    return new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), 20, 7)
        .train(
            dataset(
                new RegressionFactory(),
                risk ->
                    new Regressor(
                        new String[] {"price", "days"}, new double[] {risk * 2, 3 - risk})));
  }

  static Model<ClusterID> clusters() {
    return new KMeansTrainer(3, 10, new L2Distance(), 1, 7)
        .train(dataset(new ClusteringFactory(), risk -> new ClusterID(ClusterID.UNASSIGNED)));
  }

  private static Dataset<Label> labelled() {
    return dataset(
        new LabelFactory(), risk -> new Label(risk > 0.4 ? "bad" : risk < -0.9 ? "top" : "good"));
  }

  private static <T extends Output<T>> Dataset<T> dataset(
      OutputFactory<T> factory, DoubleFunction<T> outputOf) {
    TRIBUO.setLevel(Level.WARNING);
    Random random = new Random(11);
    MutableDataset<T> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("seeded applicants", factory), factory);
    for (int i = 0; i < 120; i++) {
      double age = random.nextGaussian();
      double income = random.nextGaussian();
      String home = HOMES.get(random.nextInt(HOMES.size()));
      double risk = 0.8 * age - income + (home.equals("rent") ? 0.7 : -0.2);
      dataset.add(
          new ArrayExample<>(
              outputOf.apply(risk),
              new String[] {"age", "income@value", "home@" + home},
              new double[] {age, income, 1}));
    }
    return dataset;
  }

  /** Twelve inputs over the range that the models were trained on. */
  static List<Case> cases() {
    Random random = new Random(5);
    return random
        .ints(12, 0, HOMES.size())
        .mapToObj(home -> applicant(random.nextGaussian(), random.nextGaussian(), HOMES.get(home)))
        .toList();
  }

  static Case applicant(double age, double income, String home) {
    Map<String, Tensor> input = new LinkedHashMap<>();
    input.put("age", number(age));
    input.put("income", number(income));
    input.put("home", Tensor.ofTexts(new int[0], List.of(home)));
    return Case.of("applicant", Input.of(input));
  }

  static Case input(Map<String, Tensor> tensors, String... nulls) {
    return Case.of("input", new Input(tensors, Set.of(nulls)));
  }

  static Tensor number(double value) {
    return Tensor.ofDoubles(new int[0], value);
  }

  static Path save(Model<?> model, Path file) {
    try {
      model.serializeToFile(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Target open(Path file) throws LoadException {
    return new TribuoProvider().open(TargetSpec.of("tribuo", file));
  }

  /** Skips the test by name where the machine lacks the library that XGBoost needs. */
  static void assumeXgboost() {
    try {
      Class.forName("ml.dmlc.xgboost4j.java.XGBoostJNI");
    } catch (ClassNotFoundException | LinkageError e) {
      Assumptions.abort("XGBoost needs libgomp.so.1 (apt-get install libgomp1)");
    }
  }
}
