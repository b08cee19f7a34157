package dev.canary.tribuo;

import static dev.canary.tribuo.Trained.save;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.TargetSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;

class NativeCodeTest {
  @Test
  void pureJavaModelsNeedNoChildProcess(@TempDir Path folder) {
    for (Model<?> model :
        new Model<?>[] {
          Trained.logistic(),
          Trained.tree(),
          Trained.forest(),
          Trained.supportVectors(),
          Trained.regression(),
          Trained.clusters()
        }) {
      assertThat(runsNativeCode(save(model, folder.resolve("m")))).isFalse();
    }
  }

  @Test
  void xgboostDoesEvenWhenItsFileIsCutOrGarbled(@TempDir Path folder) throws Exception {
    Trained.assumeXgboost();
    Path file = save(Trained.boosted(), folder.resolve("m"));
    assertThat(runsNativeCode(file)).isTrue();
    byte[] bytes = Files.readAllBytes(file);
    assertThat(runsNativeCode(write(folder, Arrays.copyOf(bytes, bytes.length / 2)))).isTrue();
    bytes[0] = 0;
    assertThat(runsNativeCode(write(folder, bytes))).isTrue();
  }

  @Test
  void anUnreadableFileDoesNotUnlessItMentionsXgboost(@TempDir Path folder) throws Exception {
    assertThat(runsNativeCode(folder.resolve("missing"))).isFalse();
    assertThat(runsNativeCode(write(folder, new byte[] {1, 2, 3}))).isFalse();
    assertThat(runsNativeCode(write(folder, "XGBoost".getBytes(StandardCharsets.UTF_8)))).isTrue();
  }

  private static boolean runsNativeCode(Path file) {
    return new TribuoProvider().runsNativeCode(TargetSpec.of("tribuo", file));
  }

  private static Path write(Path folder, byte[] bytes) throws Exception {
    return Files.write(folder.resolve("bad.tribuo"), bytes);
  }

  @Test
  void aMissingLibraryIsNamedWithItsCure() {
    Throwable first =
        new IllegalStateException(
            new ExceptionInInitializerError(
                new UnsatisfiedLinkError(
                    "/tmp/libxgboost4j.so: libgomp.so.1: cannot open shared object file")));
    Throwable later =
        new IllegalStateException(
            new NoClassDefFoundError(
                "Could not initialize class ml.dmlc.xgboost4j.java.XGBoostJNI"));
    assertThat(NativeCode.missingLibrary(first).orElseThrow())
        .contains("libgomp.so.1", "apt-get install libgomp1");
    assertThat(NativeCode.missingLibrary(later)).isEqualTo(NativeCode.missingLibrary(first));
    assertThat(NativeCode.missingLibrary(new IllegalStateException("xgboost"))).isEmpty();
    assertThat(NativeCode.missingLibrary(new NoClassDefFoundError("org/Other"))).isEmpty();
  }
}
