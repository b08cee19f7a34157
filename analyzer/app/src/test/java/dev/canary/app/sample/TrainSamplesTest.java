package dev.canary.app.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainSamplesTest {
  private static final String CREDIT = "canaries/credit-risk/model.tribuo";
  private static final String HOUSE = "canaries/house-price/model.onnx";
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();

  @Test
  void makingTheSamplesTwiceGivesTheSameBytes(@TempDir Path folder) throws IOException {
    List<Path> files = TrainSamples.into(folder.resolve("first"));
    TrainSamples.into(folder.resolve("second"));

    assertThat(files).hasSize(10);
    for (Path file : files) {
      Path name = folder.resolve("first").relativize(file);
      assertThat(folder.resolve("second").resolve(name)).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void aSuiteThatIsThereIsKept(@TempDir Path folder) throws IOException {
    Path suite = folder.resolve("canaries/credit-risk/suite.yaml");
    Files.createDirectories(folder.resolve("canaries/credit-risk"));
    Files.writeString(suite, "edited");

    assertThat(TrainSamples.into(folder)).doesNotContain(suite);
    assertThat(suite).hasContent("edited");
  }

  @Test
  void theModelsKeptInTheRepositoryAreThoseThatTheProgramMakes(@TempDir Path folder)
      throws IOException, LoadException {
    TrainSamples.into(folder);

    assertThat(folder.resolve(HOUSE)).hasSameBinaryContentAs(REPOSITORY.resolve(HOUSE));
    // Tribuo trains with Math.exp, whose last bit is the platform's; and it notes the Java version.
    assumeTrue(System.getProperty("os.arch").equals("amd64"));
    assertThat(weightDigest(folder.resolve(CREDIT)))
        .isEqualTo(weightDigest(REPOSITORY.resolve(CREDIT)));
  }

  private static Optional<String> weightDigest(Path model) throws LoadException {
    TargetProvider tribuo =
        ServiceLoader.load(TargetProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.type().equals("tribuo"))
            .findFirst()
            .orElseThrow();
    try (Target target = tribuo.open(TargetSpec.of("tribuo", model))) {
      return target.identity().weightDigest();
    }
  }
}
