package dev.canary.format.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.format.Npy;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTargetTest {
  private static final String CSV = "no,yes\n0.9,0.1\n0.4,0.6\n0.2,0.8\n";

  @TempDir Path folder = Path.of("");

  @Test
  void a_case_whose_id_is_a_row_number_gets_that_row_whatever_the_order() throws Exception {
    Target target = csv();
    target.expect(cases("2", "0"));
    assertThat(yes(target, "2")).isEqualTo(0.8);
    assertThat(yes(target, "0")).isEqualTo(0.1);
  }

  @Test
  void cases_with_names_get_the_rows_in_the_order_of_the_suite() throws Exception {
    Target target = csv();
    target.expect(cases("thin-file", "no-income", "two-loans"));
    assertThat(yes(target, "two-loans")).isEqualTo(0.8);
    assertThat(yes(target, "thin-file")).isEqualTo(0.1);
  }

  @Test
  void numbers_from_one_are_names_too_since_the_last_is_no_row() throws Exception {
    Target target = csv();
    target.expect(cases("1", "2", "3"));
    assertThat(yes(target, "3")).isEqualTo(0.8);
  }

  @Test
  void more_cases_than_rows_leave_the_last_without_an_answer() throws Exception {
    Target target = csv();
    target.expect(cases("a", "b", "c", "d"));
    assertThatThrownBy(() -> yes(target, "d"))
        .isInstanceOf(PredictionException.class)
        .hasMessage("case \"d\": it is number 4, and the file has 3 rows");
  }

  @Test
  void an_array_knows_its_rows_by_number_without_being_told() throws Exception {
    Path file = folder.resolve("predictions.npy");
    Npy.write(file, Tensor.ofDoubles(new int[] {2, 2}, 0.9, 0.1, 0.4, 0.6));
    Target target = new RecordedProvider().open(TargetSpec.of("recorded", file));
    target.expect(cases("a", "b"));
    assertThat(yes(target, "b")).isEqualTo(0.6);
  }

  private Target csv() throws Exception {
    Path file = folder.resolve("predictions.csv");
    Files.writeString(file, CSV);
    Map<String, String> options = Map.of("idFrom", "row");
    return new RecordedProvider()
        .open(
            new TargetSpec(
                "recorded",
                new Place.File(file),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Reset.none(),
                options));
  }

  private static List<Case> cases(String... ids) {
    return Stream.of(ids).map(id -> Case.of(id, Input.of(Map.of()))).toList();
  }

  private static double yes(Target target, String id) throws PredictionException {
    Case golden = Case.of(id, Input.of(Map.of()));
    return target.predict(golden).tensors().values().iterator().next().doubleAt(1);
  }
}
