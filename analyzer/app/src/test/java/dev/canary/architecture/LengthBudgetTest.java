package dev.canary.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files and methods stay short, over the sources of every module. */
class LengthBudgetTest {

  private static final int FILE = 300;
  private static final int METHOD = 60;
  private static final int METHOD_95TH_PERCENTILE = 25;

  private static final List<SourceFile> SOURCES = sources();

  @Test
  void noFileIsLongerThanItsBudget() {
    List<String> tooLong =
        SOURCES.stream()
            .filter(file -> file.lines() > FILE)
            .map(file -> file.path().getFileName() + " has " + file.lines() + " lines of code")
            .toList();

    assertThat(SOURCES).isNotEmpty();
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noMethodIsLongerThanItsBudget() {
    List<String> tooLong =
        methods()
            .filter(m -> m.lines() > METHOD)
            .map(m -> m.name() + " has " + m.lines() + " lines of code")
            .toList();

    assertThat(tooLong).isEmpty();
  }

  @Test
  void nearlyAllMethodsAreShort() {
    int[] lengths = methods().mapToInt(SourceFile.Method::lines).sorted().toArray();
    int percentile = lengths[(int) Math.ceil(0.95 * lengths.length) - 1];

    assertThat(percentile).isLessThanOrEqualTo(METHOD_95TH_PERCENTILE);
  }

  private static Stream<SourceFile.Method> methods() {
    return SOURCES.stream().flatMap(file -> file.methods().stream());
  }

  private static List<SourceFile> sources() {
    Path modules =
        Path.of(System.getProperty("basedir", "")).resolve("..").toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(modules)) {
      return SourceFile.readAll(
          files
              .filter(
                  file -> modules.relativize(file).toString().matches("[a-z]+/src/main/java/.*"))
              .filter(file -> file.toString().endsWith(".java"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
