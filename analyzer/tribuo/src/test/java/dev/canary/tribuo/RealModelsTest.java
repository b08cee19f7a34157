package dev.canary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.suite.Case;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tribuo.Model;

/** Models that others made; runs only where they lie beside the repository. */
class RealModelsTest {
  @ParameterizedTest
  @CsvSource({
    "lin_clf,     4, fp64[4]",
    "cart_clf,    4, fp64[4]",
    "libsvm_clf,  4, fp64[4]",
    "lin_reg,     4, fp64[1]",
    "xgboost_reg, 4, fp64[1]",
    "kmeans,      2, int32[]"
  })
  void aRealModelLoadsTellsItsDigestsAndPredictsTheSameTwice(
      String name, int features, String shape) throws Exception {
    Path file = realdata().resolve("models/tribuo/" + name + ".tribuo");
    assumeTrue(Files.exists(file), "needs the material in shared/realdata");
    if (NativeCode.mayRunFor(file)) {
      Trained.assumeXgboost();
    }
    Case golden = golden(file, features);
    Output answer;
    ModelIdentity identity;
    try (Target target = Trained.open(file)) {
      answer = target.predict(golden);
      identity = target.identity();
      assertThat(target.predict(golden)).isEqualTo(answer);
    }
    try (Target again = Trained.open(file)) {
      assertThat(again.predict(golden)).isEqualTo(answer);
      assertThat(again.identity()).isEqualTo(identity);
    }
    assertThat(answer.tensors().get("output")).hasToString(shape);
    assertThat(identity.weightDigest()).isPresent();
    assertThat(NativeCode.mayRunFor(file)).isEqualTo(name.startsWith("xgboost"));
  }

  private static Case golden(Path file, int features) throws Exception {
    Map<String, Tensor> input = new LinkedHashMap<>();
    Model.deserializeFromFile(file).getFeatureIDMap().keySet().stream()
        .sorted()
        .forEach(name -> input.put(name, Trained.number(0.5 + input.size())));
    assertThat(input).hasSize(features);
    return Trained.input(input);
  }

  private static Path realdata() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path candidate = folder.resolveSibling("shared/realdata");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
      folder = folder.getParent();
    }
    return Path.of("shared/realdata");
  }
}
