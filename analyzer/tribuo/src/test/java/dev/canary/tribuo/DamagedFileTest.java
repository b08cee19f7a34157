package dev.canary.tribuo;

import static dev.canary.tribuo.Trained.open;
import static dev.canary.tribuo.Trained.save;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import dev.canary.suite.Case;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Model;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.protos.core.ModelProto;

class DamagedFileTest {
  static List<Named<Supplier<Model<?>>>> models() {
    return List.of(
        Named.of("logistic regression", Trained::logistic),
        Named.of("tree", Trained::tree),
        Named.of("support vectors", Trained::supportVectors),
        Named.of("regression", Trained::regression),
        Named.of("clusters", Trained::clusters));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aFlippedBitIsRefusedOrSeenInTheDigestOrHarmless(
      Supplier<Model<?>> trained, @TempDir Path folder) throws Exception {
    Path file = save(trained.get(), folder.resolve("m"));
    byte[] healthy = Files.readAllBytes(file);
    String digest;
    List<Object> answers;
    try (Target target = open(file)) {
      digest = target.identity().weightDigest().orElseThrow();
      answers = answers(target);
    }
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      int bit = random.nextInt(healthy.length * 8);
      byte[] damaged = healthy.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      try (Target target = open(file)) {
        if (target.identity().weightDigest().orElseThrow().equals(digest)) {
          assertThat(answers(target)).as("bit %d", bit).isEqualTo(answers);
        }
      } catch (LoadException e) {
        assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
      }
    }
  }

  private static List<Object> answers(Target target) {
    List<Object> answers = new ArrayList<>();
    for (Case golden : Trained.cases()) {
      try {
        answers.add(target.predict(golden));
      } catch (PredictionException e) {
        answers.add(e.reason());
      }
    }
    return answers;
  }

  @Test
  void aFileCutAnywhereIsRefused(@TempDir Path folder) throws Exception {
    byte[] healthy = Files.readAllBytes(save(Trained.logistic(), folder.resolve("m")));
    Path cut = folder.resolve("cut");
    for (int length = 0; length < healthy.length; length += 97) {
      Files.write(cut, Arrays.copyOf(healthy, length));
      assertThatThrownBy(() -> open(cut))
          .as("cut at %d", length)
          .isInstanceOf(LoadException.class)
          .hasMessageStartingWith(cut + ": ");
    }
  }

  @Test
  void aFileThatIsNotThereOrNotAModelIsRefusedWithItsReason(@TempDir Path folder) throws Exception {
    assertRefused(folder.resolve("missing"), "there is no such file");
    assertRefused(folder, "cannot be read");
    assertRefused(write(folder, new byte[0]), "it names no class");
    assertRefused(
        write(folder, "not a model, just text".getBytes(StandardCharsets.UTF_8)), "is not a");
    assertRefused(write(folder, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5}), "Java-serialised");
  }

  @Test
  void aClassThatIsNotThereIsNamed(@TempDir Path folder) throws Exception {
    ModelProto model = Trained.logistic().serialize();
    assertRefused(
        write(folder, model.toBuilder().setClassName("com.example.Gone").build().toByteArray()),
        "there is no class com.example.Gone");
    assertRefused(
        write(folder, model.toBuilder().setClassName("java.lang.String").build().toByteArray()),
        "does not load as a Tribuo model");
  }

  @Test
  void aTensorThatClaimsMoreThanItHoldsIsRefusedBeforeRoomIsMadeForIt(@TempDir Path folder)
      throws Exception {
    DenseTensorProto huge =
        DenseTensorProto.newBuilder().addDimensions(1 << 30).addDimensions(4).build();
    assertRefused(
        write(
            folder,
            ModelProto.newBuilder()
                .setClassName("org.tribuo.math.la.DenseMatrix")
                .setSerializedData(Any.pack(huge))
                .build()
                .toByteArray()),
        "a tensor of shape [1073741824, 4] with 0 bytes");
  }

  @Test
  void endlessNestingIsRefused(@TempDir Path folder) throws Exception {
    ModelProto model = ModelProto.newBuilder().setClassName("inner").build();
    for (int depth = 0; depth < 5000; depth++) {
      model = ModelProto.newBuilder().setClassName("m").setSerializedData(Any.pack(model)).build();
    }
    assertRefused(write(folder, model.toByteArray()), "nested deeper");
  }

  private static Path write(Path folder, byte[] bytes) throws Exception {
    return Files.write(folder.resolve("bad.tribuo"), bytes);
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }
}
