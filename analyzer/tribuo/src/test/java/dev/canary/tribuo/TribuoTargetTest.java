package dev.canary.tribuo;

import static dev.canary.tribuo.Trained.applicant;
import static dev.canary.tribuo.Trained.input;
import static dev.canary.tribuo.Trained.number;
import static dev.canary.tribuo.Trained.open;
import static dev.canary.tribuo.Trained.save;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.suite.Case;
import dev.canary.suite.TargetSpec;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import dev.canary.tensor.DType;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.Tribuo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

class TribuoTargetTest {
  @Test
  void theProviderIsFoundAsAService() {
    assertThat(ServiceLoader.load(TargetProvider.class))
        .anySatisfy(provider -> assertThat(provider.type()).isEqualTo("tribuo"));
  }

  static List<Named<Supplier<Model<Label>>>> classifiers() {
    return List.of(
        Named.of("logistic regression", Trained::logistic),
        Named.of("tree", Trained::tree),
        Named.of("random forest", Trained::forest),
        Named.of("support vectors", Trained::supportVectors));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void aClassifierAnswersProbabilitiesInTheOrderOfTheLabels(
      Supplier<Model<Label>> trained, @TempDir Path folder) throws Exception {
    Model<Label> model = trained.get();
    try (Target target = open(save(model, folder.resolve("m")))) {
      Output output = target.predict(applicant(0.3, -0.8, "rent"));
      Prediction<Label> expected =
          model.predict(
              new ArrayExample<>(
                  LabelFactory.UNKNOWN_LABEL,
                  new String[] {"age", "income@value", "home@rent"},
                  new double[] {0.3, -0.8, 1}));
      assertThat(output.tensors().keySet()).containsExactly("output", "label");
      assertThat(output.classes()).isEqualTo(Map.of("output", List.of("bad", "good", "top")));
      assertThat(tensor(output, "output"))
          .isEqualTo(
              Tensor.ofDoubles(
                  new int[] {3},
                  score(expected, "bad"),
                  score(expected, "good"),
                  score(expected, "top")));
      assertThat(tensor(output, "label"))
          .isEqualTo(Tensor.ofTexts(new int[0], List.of(expected.getOutput().getLabel())));
      assertThat(sum(output)).isCloseTo(1, within(1e-12));
    }
  }

  private static Tensor tensor(Output output, String name) {
    return requireNonNull(output.tensors().get(name), name);
  }

  private static double score(Prediction<Label> prediction, String label) {
    return requireNonNull(prediction.getOutputScores().get(label), label).getScore();
  }

  private static double sum(Output output) {
    double sum = 0;
    for (double score : tensor(output, "output").toDoubles()) {
      sum += score;
    }
    return sum;
  }

  @Test
  void anXgboostClassifierAnswersProbabilities(@TempDir Path folder) throws Exception {
    Trained.assumeXgboost();
    Path file = save(Trained.boosted(), folder.resolve("m"));
    try (Target target = open(file)) {
      Output output = target.predict(applicant(0.3, -0.8, "rent"));
      assertThat(output.classes()).isEqualTo(Map.of("output", List.of("bad", "good", "top")));
      assertThat(sum(output)).isCloseTo(1, within(1e-6));
      assertThat(output).isEqualTo(target.predict(applicant(0.3, -0.8, "rent")));
    }
  }

  @Test
  void aRegressionAnswersItsDimensionsSortedByName(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.regression(), folder.resolve("m")))) {
      Output output = target.predict(applicant(0.3, -0.8, "rent"));
      assertThat(output.classes()).isEqualTo(Map.of("output", List.of("days", "price")));
      double risk = 0.8 * 0.3 + 0.8 + 0.7;
      assertThat(tensor(output, "output").doubleAt(0)).isCloseTo(3 - risk, within(0.3));
      assertThat(tensor(output, "output").doubleAt(1)).isCloseTo(2 * risk, within(0.3));
    }
  }

  @Test
  void aClusteringAnswersTheClusterAsAScalar(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.clusters(), folder.resolve("m")))) {
      Tensor cluster = tensor(target.predict(applicant(2, -2, "rent")), "output");
      assertThat(cluster.dtype()).isEqualTo(DType.INT32);
      assertThat(cluster.shape()).isEmpty();
      assertThat(cluster.doubleAt(0)).isBetween(0.0, 2.0);
    }
  }

  @Test
  void anUnseenFeatureAndAnUnseenCategoryAreIgnored(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.logistic(), folder.resolve("m")))) {
      Output plain = target.predict(input(Map.of("age", number(1))));
      assertThat(target.predict(input(Map.of("age", number(1), "shoe size", number(44)))))
          .isEqualTo(plain);
      assertThat(
              target.predict(
                  input(
                      Map.of(
                          "age",
                          number(1),
                          "home",
                          Tensor.ofTexts(new int[0], List.of("houseboat"))))))
          .isEqualTo(plain);
    }
  }

  @Test
  void aNullIsAnAbsentFeatureAndNotAZero(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.supportVectors(), folder.resolve("m")))) {
      Output absent = target.predict(input(Map.of("age", number(1))));
      assertThat(target.predict(input(Map.of("age", number(1)), "income"))).isEqualTo(absent);
      assertThat(target.predict(input(Map.of("age", number(1), "home@own", number(1)))))
          .isNotEqualTo(absent);
    }
  }

  @Test
  void aCaseWithoutAnyKnownFeatureIsBadInput(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.tree(), folder.resolve("m")))) {
      assertBadInput(target, input(Map.of("shoe size", number(44))), "none of the 1 features");
      assertBadInput(target, input(Map.of(), "age", "income"), "none of the 0 features");
    }
  }

  @Test
  void aNaNIsBadInputAndItsMessageNamesTheFeatureOnly(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.logistic(), folder.resolve("m")))) {
      Case nan = input(Map.of("age", number(Double.NaN), "income", number(123456)));
      assertBadInput(target, nan, "the feature age is NaN");
      assertThatThrownBy(() -> target.predict(nan)).hasMessageNotContaining("123456");
    }
  }

  @Test
  void infinitiesAndHugeValuesReachTheModel(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.tree(), folder.resolve("m")))) {
      assertThat(target.predict(applicant(Double.POSITIVE_INFINITY, 0, "own")))
          .isEqualTo(target.predict(applicant(1e300, 0, "own")));
    }
  }

  @Test
  void everyTypeOfScalarIsANumberAndTrueIsOne(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.logistic(), folder.resolve("m")))) {
      Output one = target.predict(input(Map.of("age", number(1))));
      assertThat(target.predict(input(Map.of("age", Tensor.ofLongs(new int[0], 1)))))
          .isEqualTo(one);
      assertThat(target.predict(input(Map.of("age", Tensor.ofFloats(new int[0], 1)))))
          .isEqualTo(one);
      assertThat(target.predict(input(Map.of("age", Tensor.ofBooleans(new int[0], true)))))
          .isEqualTo(one);
    }
  }

  @Test
  void aVectorIsNumberedFeaturesAndOtherShapesAreRefused(@TempDir Path folder) throws Exception {
    Features vector =
        Features.of(
            input(Map.of("x", Tensor.ofFloats(new int[] {1, 2}, 5, 6))).input(), name -> true);
    assertThat(vector.example(LabelFactory.UNKNOWN_LABEL).toString()).contains("x-0", "x-1");
    try (Target target = open(save(Trained.tree(), folder.resolve("m")))) {
      Tensor matrix = Tensor.ofFloats(new int[] {2, 1}, 5, 6);
      assertBadInput(target, input(Map.of("age", matrix)), "input age is fp32[2, 1]");
      assertBadInput(
          target,
          input(Map.of("home", Tensor.ofTexts(new int[] {1}, List.of("own")))),
          "input home is string[1]");
    }
  }

  @Test
  void aFeatureGivenTwiceIsBadInput(@TempDir Path folder) throws Exception {
    try (Target target = open(save(Trained.tree(), folder.resolve("m")))) {
      Case twice =
          input(Map.of("home@own", number(1), "home", Tensor.ofTexts(new int[0], List.of("own"))));
      assertBadInput(target, twice, "one feature twice: home@own");
    }
  }

  private static void assertBadInput(Target target, Case golden, String message) {
    assertThatThrownBy(() -> target.predict(golden))
        .isInstanceOfSatisfying(
            PredictionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT))
        .hasMessageContaining(message);
  }

  @Test
  void theIdentityNamesEngineDigestsAndProvenance(@TempDir Path folder) throws Exception {
    Path file = save(Trained.logistic(), folder.resolve("risk.tribuo"));
    TargetSpec spec = TargetSpec.of("tribuo", file);
    try (Target target = new TribuoProvider().open(spec)) {
      ModelIdentity identity = target.identity();
      assertThat(identity.name()).isEqualTo("linear-sgd-model");
      assertThat(identity.version()).isEmpty();
      assertThat(identity.artifactDigest()).contains(Digest.of(Files.readAllBytes(file)));
      assertThat(identity.weightDigest().orElseThrow()).startsWith("sha256:");
      assertThat(identity.engine()).isEqualTo("Tribuo");
      assertThat(identity.engineVersion()).isEqualTo(Tribuo.VERSION);
      assertThat(identity.platform().orElseThrow().runtime())
          .contains(Runtime.version().toString());
      assertThat(identity.provenance().get("tribuo")).startsWith("[").contains("seeded applicants");
      assertThat(identity.provenance().get("features")).contains("ignored");
    }
  }

  @Test
  void theVersionIsTheOneThatTheSuiteDeclares(@TempDir Path folder) throws Exception {
    Path file = save(Trained.logistic(), folder.resolve("risk.tribuo"));
    assertThat(ModelFile.read(file).open(Optional.of("1.2")).identity().version()).contains("1.2");
  }

  @Test
  void aModelWithoutANameIsCalledLikeItsFile(@TempDir Path folder) throws Exception {
    Model<Label> model = Trained.logistic();
    model.setName("");
    try (Target target = open(save(model, folder.resolve("risk.tribuo")))) {
      assertThat(target.identity().name()).isEqualTo("risk.tribuo");
    }
  }
}
