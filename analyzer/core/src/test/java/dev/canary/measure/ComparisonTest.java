package dev.canary.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.measure.Matching.Wish;
import dev.canary.measure.Predictions.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static Column numbers(String name, double... values) {
    return new Column(name, new Given.Numbers(values));
  }

  private static Column labels(String name, String... values) {
    return new Column(name, new Given.Labels(List.of(values)));
  }

  private static Predictions withIds(String file, List<String> ids, Column... columns) {
    return new Predictions(file, ids, true, List.of(), List.of(columns));
  }

  private static Predictions rows(String file, int rows, Column... columns) {
    List<String> keys = IntStream.range(0, rows).mapToObj(String::valueOf).toList();
    return new Predictions(file, keys, false, List.of(), List.of(columns));
  }

  private static Comparison compare(Predictions a, Predictions b, Wish wish, String... measures) {
    Selection selection = Selection.of(List.of(measures), Map.of());
    return Comparison.of(a, b, Matching.of(a, b, wish), selection);
  }

  @Test
  void casesArePairedByTheirIds() {
    Predictions a = withIds("a", List.of("u", "v", "w"), numbers("p", 1, 2, 3));
    Predictions b = withIds("b", List.of("w", "x", "u"), numbers("p", 3, 9, 1.5));

    Comparison comparison = compare(a, b, Wish.WHERE_IDS_ARE);

    assertThat(comparison.matching().by()).isEqualTo(Matching.By.ID);
    assertThat(comparison.matching().onlyA()).containsExactly("v");
    assertThat(comparison.matching().onlyB()).containsExactly("x");
    assertThat(comparison.movements())
        .containsExactly(new Movement("p", 2, 1, OptionalDouble.of(-.5), "u", Map.of()));
  }

  @Test
  void permutedPredictionsEscapeOnlyTheMeasuresOfHeaps() {
    double[] p = IntStream.range(0, 40).mapToDouble(i -> Math.sin(i + 1)).toArray();
    double[] permuted = Arrays.copyOf(p, p.length);
    for (int i = 0; i < p.length; i++) {
      permuted[i] = p[(i + 7) % p.length];
    }
    Comparison comparison =
        compare(rows("a", 40, numbers("p", permuted)), rows("b", 40, numbers("p", p)), Wish.PAIRED);

    assertThat(comparison.movements().get(0).moved()).isEqualTo(40);
    assertThat(comparison.unpaired())
        .allSatisfy(
            line -> {
              boolean test = line.answer().significance().isPresent();
              double blind = test ? line.answer().significance().get().pValue() : 1;
              assertThat(blind).as(line.measure()).isEqualTo(1);
            });
    assertThat(comparison.unpaired()).extracting(Comparison.Line::measure).contains("ks", "psi");
  }

  @Test
  void everyPValueIsAdjustedForAllOthers() {
    Column now = numbers("p", 1, 2, 3, 4, 5, 6, 7, 8);
    Column then = numbers("p", 0, 0, 0, 0, 0, 0, 0, 0);

    Comparison comparison =
        compare(rows("a", 8, now), rows("b", 8, then), Wish.BY_ROW, "sign", "sign-flip", "w1");

    // 2 / 2^8 each, and by Holm twice that.
    assertThat(comparison.paired())
        .extracting(line -> line.adjusted().orElseThrow())
        .containsExactly(4 / 256., 4 / 256.);
    assertThat(comparison.unpaired().get(0).adjusted()).isEmpty();
  }

  @Test
  void labelsAreCountedWhereTheyChanged() {
    Column now = labels("y", "cat", "dog", "dog", "cat");
    Column then = labels("y", "dog", "dog", "cat", "dog");
    Comparison comparison = compare(rows("a", 4, now), rows("b", 4, then), Wish.BY_ROW);

    assertThat(comparison.movements().get(0).changes())
        .containsExactly(Map.entry("dog to cat", 2L), Map.entry("cat to dog", 1L));
    assertThat(comparison.paired()).extracting(Comparison.Line::measure).containsExactly("mcnemar");
    assertThat(comparison.unpaired())
        .extracting(Comparison.Line::measure)
        .contains("total-variation")
        .doesNotContain("ks");
  }

  @Test
  void columnsWithoutACommonNameAreComparedByPlace() {
    Comparison comparison =
        compare(rows("a", 2, numbers("p", 1, 2)), rows("b", 2, numbers("q", 1, 2)), Wish.UNPAIRED);

    assertThat(comparison.notes())
        .containsExactly("no column names agree: columns are compared by their place");
    assertThat(comparison.paired()).isEmpty();
    assertThat(comparison.movements()).isEmpty();
    assertThatThrownBy(
            () ->
                compare(
                    rows("a", 1, numbers("p", 1)), rows("b", 1, labels("q", "x")), Wish.UNPAIRED))
        .hasMessage("a has the columns p, and b has q: none in common");
  }

  @Test
  void columnsOfOneFileAreNamed() {
    Predictions a = rows("a", 1, numbers("p", 1), numbers("r", 1));
    Predictions b = rows("b", 1, numbers("p", 1), labels("r", "x"), numbers("s", 1));

    assertThat(compare(a, b, Wish.UNPAIRED).notes())
        .containsExactly(
            "column r holds numbers in one file, texts in the other", "only b has a column s");
  }

  @Test
  void whatCannotBePairedIsRefused() {
    Predictions ids = withIds("a", List.of("u"), numbers("p", 1));
    Predictions other = withIds("b", List.of("v"), numbers("p", 1));
    Predictions two = rows("c", 2, numbers("p", 1, 2));

    assertThatThrownBy(() -> Matching.of(ids, other, Wish.PAIRED))
        .hasMessage("no id of a is in b: the first ids are \"u\" and \"v\"");
    assertThatThrownBy(() -> Matching.of(ids, two, Wish.BY_ROW))
        .hasMessage("a has 1 rows and c has 2: rows pair only where there are as many");
    assertThatThrownBy(() -> Matching.of(ids, two, Wish.BY_ID))
        .hasMessageStartingWith("c names no ids");
    assertThat(Matching.of(ids, two, Wish.WHERE_IDS_ARE).by()).isEqualTo(Matching.By.NOTHING);
  }

  @Test
  void aMeasureThatCannotAnswerIsRefusedByNameAndNotedOtherwise() {
    Predictions a = rows("a", 2, numbers("p", 1, 2));
    Predictions b = rows("b", 2, numbers("p", 1, 2));

    assertThatThrownBy(() -> compare(a, b, Wish.UNPAIRED, "sign"))
        .hasMessageStartingWith("sign compares pairs");
    assertThatThrownBy(() -> compare(a, b, Wish.UNPAIRED, "holm"))
        .hasMessageStartingWith("holm compares pValues");
    assertThatThrownBy(() -> compare(a, b, Wish.PAIRED, "tost"))
        .hasMessageStartingWith("tost of p: low is missing");
    assertThatThrownBy(() -> Selection.of(List.of("ks", "sign"), Map.of("zeros", word())))
        .hasMessageStartingWith("ks knows no \"zeros\"");
  }

  private static Given word() {
    return new Given.Word("pratt");
  }
}
