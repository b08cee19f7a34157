package dev.canary.tribuo;

import static dev.canary.tribuo.Trained.open;
import static dev.canary.tribuo.Trained.save;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Model;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.LinearParametersProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputDomainProto;

class WeightFingerprintTest {
  static List<Named<Supplier<Model<?>>>> models() {
    return List.of(
        Named.of("logistic regression", Trained::logistic),
        Named.of("tree", Trained::tree),
        Named.of("random forest", Trained::forest),
        Named.of("support vectors", Trained::supportVectors),
        Named.of("regression", Trained::regression),
        Named.of("clusters", Trained::clusters),
        Named.of("boosted", WeightFingerprintTest::boosted));
  }

  private static Model<?> boosted() {
    Trained.assumeXgboost();
    return Trained.boosted();
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneModelHasOneDigestHoweverOftenAndWheneverItIsTrainedAndSaved(
      Supplier<Model<?>> trained, @TempDir Path folder) throws Exception {
    Model<?> model = trained.get();
    ModelIdentity first = identity(save(model, folder.resolve("first")));
    model.setName("another name");
    ModelIdentity renamed = identity(save(model, folder.resolve("renamed")));
    ModelIdentity reloaded =
        identity(save(Model.deserializeFromFile(folder.resolve("first")), folder.resolve("again")));
    ModelIdentity retrained = identity(save(trained.get(), folder.resolve("retrained")));
    assertThat(Set.of(first, renamed, retrained))
        .extracting(ModelIdentity::artifactDigest)
        .doesNotHaveDuplicates();
    assertThat(List.of(renamed, reloaded, retrained))
        .extracting(ModelIdentity::weightDigest)
        .containsOnly(first.weightDigest());
  }

  private static ModelIdentity identity(Path file) throws Exception {
    try (Target target = open(file)) {
      return target.identity();
    }
  }

  @Test
  void everyBitOfEveryWeightAltersTheDigest() throws Exception {
    ModelProto model = Trained.logistic().serialize();
    byte[] weights = tensor(model).getValues().toByteArray();
    Set<String> digests = new HashSet<>();
    digests.add(WeightFingerprint.of(model));
    for (int bit = 0; bit < weights.length * 8; bit++) {
      byte[] flipped = weights.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      digests.add(WeightFingerprint.of(withWeights(model, flipped)));
    }
    assertThat(weights).hasSize(3 * 6 * Double.BYTES);
    assertThat(digests).hasSize(1 + weights.length * 8);
  }

  @Test
  void aBitOfASplitAltersTheDigest() throws Exception {
    ModelProto model = Trained.tree().serialize();
    TreeModelProto tree = model.getSerializedData().unpack(TreeModelProto.class);
    SplitNodeProto root = tree.getNodes(0).getSerializedData().unpack(SplitNodeProto.class);
    SplitNodeProto moved =
        root.toBuilder().setSplitValue(Math.nextUp(root.getSplitValue())).build();
    TreeModelProto.Builder changed = tree.toBuilder();
    changed.getNodesBuilder(0).setSerializedData(Any.pack(moved));
    assertThat(WeightFingerprint.of(packed(model, changed.build())))
        .isNotEqualTo(WeightFingerprint.of(model));
  }

  @Test
  void aBitOfABoosterAltersTheDigest() throws Exception {
    Trained.assumeXgboost();
    ModelProto model = Trained.boosted().serialize();
    XGBoostModelProto boosted = model.getSerializedData().unpack(XGBoostModelProto.class);
    byte[] booster = boosted.getModels(0).toByteArray();
    booster[booster.length / 2] ^= 1;
    XGBoostModelProto changed =
        boosted.toBuilder().setModels(0, ByteString.copyFrom(booster)).build();
    assertThat(WeightFingerprint.of(packed(model, changed)))
        .isNotEqualTo(WeightFingerprint.of(model));
  }

  @Test
  void swappedLabelsAreAnotherModel() throws Exception {
    ModelProto model = Trained.logistic().serialize();
    assertThat(WeightFingerprint.of(withSwappedLabels(model)))
        .isNotEqualTo(WeightFingerprint.of(model));
  }

  @Test
  void countsOfTheTrainingDataAreNotWeights() throws Exception {
    ModelProto model = Trained.logistic().serialize();
    ImmutableLabelInfoProto labels = labels(model);
    ImmutableLabelInfoProto counted = labels.toBuilder().setCount(0, 99).setUnknownCount(3).build();
    assertThat(WeightFingerprint.of(withLabels(model, counted)))
        .isEqualTo(WeightFingerprint.of(model));
  }

  @Test
  void theOrderInWhichADomainIsStoredDoesNotMatter() throws Exception {
    ModelProto model = Trained.logistic().serialize();
    ImmutableLabelInfoProto labels = labels(model);
    ImmutableLabelInfoProto.Builder reversed = labels.toBuilder().clear();
    for (int i = labels.getIdCount() - 1; i >= 0; i--) {
      reversed.addLabel(labels.getLabel(i)).addCount(labels.getCount(i)).addId(labels.getId(i));
    }
    assertThat(WeightFingerprint.of(withLabels(model, reversed.build())))
        .isEqualTo(WeightFingerprint.of(model));
  }

  @Test
  void differentModelsHaveDifferentDigests() throws Exception {
    List<String> digests = new ArrayList<>();
    for (Model<?> model :
        List.of(
            Trained.logistic(),
            Trained.tree(),
            Trained.forest(),
            Trained.supportVectors(),
            Trained.regression(),
            Trained.clusters())) {
      digests.add(WeightFingerprint.of(model.serialize()));
    }
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void aPartOfAnUnknownTypeCountsWithItsBytes() throws Exception {
    ModelProto one = unknown(1);
    assertThat(WeightFingerprint.of(one)).isEqualTo(WeightFingerprint.of(unknown(1)));
    assertThat(WeightFingerprint.of(one)).isNotEqualTo(WeightFingerprint.of(unknown(2)));
  }

  private static ModelProto unknown(int content) {
    return ModelProto.newBuilder()
        .setClassName("com.example.OwnModel")
        .setSerializedData(
            Any.newBuilder()
                .setTypeUrl("type.googleapis.com/com.example.OwnProto")
                .setValue(ByteString.copyFrom(new byte[] {(byte) content})))
        .build();
  }

  // The layers of a linear model's file, each packed into the next.

  private static ClassificationLinearSGDProto linear(ModelProto model) throws Exception {
    return model.getSerializedData().unpack(ClassificationLinearSGDProto.class);
  }

  private static DenseTensorProto tensor(ModelProto model) throws Exception {
    return parameters(model).getWeightMatrix().getSerializedData().unpack(DenseTensorProto.class);
  }

  private static LinearParametersProto parameters(ModelProto model) throws Exception {
    return linear(model).getParams().getSerializedData().unpack(LinearParametersProto.class);
  }

  private static ModelProto withWeights(ModelProto model, byte[] values) throws Exception {
    LinearParametersProto.Builder parameters = parameters(model).toBuilder();
    parameters
        .getWeightMatrixBuilder()
        .setSerializedData(
            Any.pack(tensor(model).toBuilder().setValues(ByteString.copyFrom(values)).build()));
    ClassificationLinearSGDProto.Builder linear = linear(model).toBuilder();
    linear.getParamsBuilder().setSerializedData(Any.pack(parameters.build()));
    return packed(model, linear.build());
  }

  private static ModelProto packed(ModelProto model, Message content) {
    return model.toBuilder().setSerializedData(Any.pack(content)).build();
  }

  private static ImmutableLabelInfoProto labels(ModelProto model) throws Exception {
    return linear(model)
        .getMetadata()
        .getOutputDomain()
        .getSerializedData()
        .unpack(ImmutableLabelInfoProto.class);
  }

  private static ModelProto withLabels(ModelProto model, ImmutableLabelInfoProto labels)
      throws Exception {
    ModelDataProto metadata = linear(model).getMetadata();
    OutputDomainProto domain =
        metadata.getOutputDomain().toBuilder().setSerializedData(Any.pack(labels)).build();
    return packed(
        model,
        linear(model).toBuilder()
            .setMetadata(metadata.toBuilder().setOutputDomain(domain))
            .build());
  }

  static ModelProto withSwappedLabels(ModelProto model) throws Exception {
    ImmutableLabelInfoProto labels = labels(model);
    return withLabels(
        model, labels.toBuilder().setId(0, labels.getId(1)).setId(1, labels.getId(0)).build());
  }
}
