package dev.canary.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.given.Given;
import dev.canary.suite.Contract;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowsTest {

  private static final List<String> NO_NAMES = List.of();

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments(new int[] {1, 1000, 1, 1}, 1000),
        arguments(new int[] {1, 1}, 1),
        arguments(new int[] {}, 1),
        arguments(new int[] {5, 1}, 5),
        arguments(new int[] {1, 4420, 2}, 2),
        arguments(new int[] {3}, 3),
        arguments(new int[] {0}, 1),
        arguments(new int[] {0, 5}, 5));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aRowRunsAlongTheLastAxisThatIsLongerThanOne(int[] shape, int width) {
    assertThat(Rows.width(Tensor.ofDoubles(shape, new double[Tensor.count(shape)])))
        .isEqualTo(width);
  }

  private static Tensor doubles(int rows, double... values) {
    return Tensor.ofDoubles(new int[] {rows, values.length / rows}, values);
  }

  static Stream<Arguments> labels() {
    Tensor two = doubles(2, .1, .9, .8, .2);
    Tensor longs = Tensor.ofLongs(new int[] {2}, 7, -1);
    Tensor bools = Tensor.ofBooleans(new int[] {2}, true, false);
    Tensor texts = Tensor.ofTexts(new int[] {1}, List.of("a cat"));
    return Stream.of(
        arguments(OutputKind.PROBABILITIES, NO_NAMES, two, List.of("1", "0")),
        arguments(OutputKind.PROBABILITIES, List.of("cat", "dog"), two, List.of("dog", "cat")),
        arguments(OutputKind.PROBABILITIES, List.of("cat"), two, List.of("1", "cat")),
        arguments(OutputKind.LOGITS, List.of("cat", "dog"), two, List.of("dog", "cat")),
        arguments(OutputKind.LABELS, List.of("cat", "dog"), two, List.of("dog", "cat")),
        arguments(OutputKind.PROBABILITIES, NO_NAMES, doubles(1, .5), List.of("1")),
        arguments(OutputKind.PROBABILITIES, NO_NAMES, doubles(1, .49), List.of("0")),
        arguments(OutputKind.PROBABILITIES, List.of("yes"), doubles(1, .49), List.of("0")),
        arguments(OutputKind.PROBABILITIES, List.of("no", "yes"), doubles(1, .5), List.of("yes")),
        arguments(OutputKind.LOGITS, NO_NAMES, doubles(1, -.01), List.of("0")),
        arguments(OutputKind.LOGITS, NO_NAMES, doubles(1, 0), List.of("1")),
        arguments(OutputKind.LOGITS, NO_NAMES, doubles(1, 3, 3, 1), List.of("0")),
        arguments(OutputKind.LABELS, NO_NAMES, doubles(1, 2), List.of("2.0")),
        arguments(OutputKind.LABELS, NO_NAMES, longs, List.of("7", "-1")),
        arguments(OutputKind.PROBABILITIES, NO_NAMES, longs, List.of("7", "-1")),
        arguments(OutputKind.LABELS, NO_NAMES, bools, List.of("true", "false")),
        arguments(OutputKind.LABELS, NO_NAMES, texts, List.of("a cat")),
        arguments(OutputKind.TEXT, NO_NAMES, texts, List.of("a cat")),
        arguments(OutputKind.VALUES, NO_NAMES, longs, List.of("7", "-1")),
        arguments(OutputKind.VALUES, NO_NAMES, two, NO_NAMES),
        arguments(OutputKind.EMBEDDING, NO_NAMES, two, NO_NAMES));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void labelsAreTheBestClassesOrWhatIsComparedExactly(
      OutputKind kind, List<String> classes, Tensor tensor, List<String> labels) {
    assertThat(Rows.labels(Given.spec(kind, Precision.FP32), classes, tensor)).isEqualTo(labels);
  }

  @Test
  void veryManyWholeNumbersAreOneLabelTheirDigest() {
    Tensor many = Tensor.ofLongs(new int[] {65}, IntStream.range(0, 65).asLongStream().toArray());

    assertThat(Rows.labels(Given.spec(OutputKind.VALUES, Precision.FP32), NO_NAMES, many))
        .singleElement()
        .asString()
        .startsWith("sha256:");
    assertThat(Rows.labels(Given.spec(OutputKind.LABELS, Precision.FP32), NO_NAMES, many))
        .hasSize(65);
  }

  @ParameterizedTest
  @EnumSource(OutputKind.class)
  void onlyFloatsThatAreNoLabelsAreComparedByTheirNumbers(OutputKind kind) {
    boolean exact = kind == OutputKind.LABELS || kind == OutputKind.TEXT;
    OutputSpec spec = Given.spec(kind, Precision.FP32);

    assertThat(Rows.isNumeric(spec, doubles(1, 1))).isEqualTo(!exact);
    assertThat(Rows.isNumeric(spec, Tensor.ofLongs(new int[] {1}, 1))).isFalse();
    assertThat(Rows.isNumeric(spec, Tensor.ofBooleans(new int[] {1}, true))).isFalse();
    assertThat(Rows.isNumeric(spec, Tensor.ofTexts(new int[] {1}, List.of("1")))).isFalse();
  }

  @Test
  void theModelsOwnNamesOfItsClassesComeBeforeTheContracts() {
    Contract contract =
        new Contract(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            List.of("good", "bad"),
            List.of(),
            true);
    OutputSpec spec =
        new OutputSpec(
            OutputKind.PROBABILITIES, Precision.FP32, contract, false, OptionalDouble.empty());

    assertThat(Rows.classes(spec, List.of("cat", "dog"))).containsExactly("cat", "dog");
    assertThat(Rows.classes(spec, NO_NAMES)).containsExactly("good", "bad");
  }
}
