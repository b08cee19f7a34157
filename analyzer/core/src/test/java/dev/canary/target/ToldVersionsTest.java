package dev.canary.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldVersionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // before | after | current | side by side
        "a=1 | a=1 | a=1 | 0",
        "a=1 | a=2 | a=1 2 | 0",
        "a=1 | a=1 2 | a=1 2 | 0",
        "a=1 2 | a=2 | a=1 2 | 0",
        "a=1 2 | a=1 2 |  | 1",
        "a=1 2 |  |  | 1",
        " | a=1 2 |  | 1",
        "a=1 2;b=2 | a=1 2;b=3 | b=2 3 | 1",
      })
  void onlyAPlaceThatListsOthersAfterwardsWasChanged(
      @Nullable String before, @Nullable String after, @Nullable String current, int sideBySide) {
    ToldVersions told = new ToldVersions(places(before), places(after));

    assertThat(told.current()).isEqualTo(places(current));
    assertThat(told.remarks()).hasSize(sideBySide);
  }

  @Test
  void whatStandsSideBySideIsSaid() {
    Map<String, Set<String>> listed = Map.of("metadata", Set.of("2", "1"));

    assertThat(new ToldVersions(listed, listed).remarks())
        .containsExactly("metadata lists versions 1, 2 side by side");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1 | 1",
        "a=1 2 | ",
        "a=1 2;b=2 | 2",
        "a=1;b=2 | ",
        "a=1 2;b=1 2 | ",
        " | ",
      })
  void theCommonVersionIsTheOnlyOneThatEveryPlaceLists(
      @Nullable String places, @Nullable String common) {
    assertThat(ToldVersions.common(places(places)).orElse(null)).isEqualTo(common);
  }

  private static Map<String, Set<String>> places(@Nullable String text) {
    Map<String, Set<String>> places = new TreeMap<>();
    for (String place : text == null ? new String[0] : text.split(";", -1)) {
      String[] versions = place.split("=", -1);
      places.put(versions[0], new TreeSet<>(Set.of(versions[1].split(" ", -1))));
    }
    return places;
  }
}
