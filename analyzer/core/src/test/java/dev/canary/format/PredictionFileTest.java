package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.measure.Given;
import dev.canary.measure.Predictions;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFileTest {
  @TempDir private Path folder = Path.of("");

  private Predictions read(String name, String text) throws IOException, FormatException {
    return PredictionFile.read(Files.writeString(folder.resolve(name), text), Optional.empty());
  }

  private static List<String> names(Predictions file) {
    return file.columns().stream().map(Predictions.Column::name).toList();
  }

  private static double[] numbers(Predictions file, int column) {
    return ((Given.Numbers) file.columns().get(column).values()).values();
  }

  @Test
  void columnsOfNumbersAndOfTextsAreReadById() throws Exception {
    Predictions csv = read("a.csv", "id,no,yes,label\nc2,0.25,0.75,yes\nc1,1,0,no\n");

    assertThat(csv.haveIds()).isTrue();
    assertThat(csv.keys()).containsExactly("c2", "c1");
    assertThat(names(csv)).containsExactly("no", "yes", "label");
    assertThat(numbers(csv, 1)).containsExactly(.75, 0);
    assertThat(csv.columns().get(2).isLabels()).isTrue();
  }

  @Test
  void linesAreReadByIdToo() throws Exception {
    String lines = "{\"id\": 7, \"p\": [0.5, 0.5], \"ok\": true}\n{\"id\": 8, \"p\": null}\n";
    Predictions jsonl = read("a.jsonl", lines);

    assertThat(jsonl.keys()).containsExactly("7");
    assertThat(jsonl.unanswered()).containsExactly("8");
    assertThat(names(jsonl)).containsExactly("p[0]", "p[1]", "ok");
    assertThat(jsonl.columns().get(2).isLabels()).isTrue();
  }

  @Test
  void withoutIdsRowsAreCounted() throws Exception {
    Predictions csv = read("a.csv", "p\n0.5\n0.25\n");
    Predictions jsonl = read("a.ndjson", "{\"p\": 1}\n{\"p\": 2}\n");
    Path npy = folder.resolve("a.npy");
    Npy.write(npy, Tensor.ofDoubles(new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    Predictions array = PredictionFile.read(npy, Optional.empty());

    assertThat(List.of(csv.haveIds(), jsonl.haveIds(), array.haveIds())).containsOnly(false);
    assertThat(csv.keys()).containsExactly("0", "1");
    assertThat(numbers(jsonl, 0)).containsExactly(1, 2);
    assertThat(names(array)).containsExactly("output[0]", "output[1]");
    assertThat(numbers(array, 1)).containsExactly(2, 4, 6);
  }

  @Test
  void whatIsWrongIsNamedCaseByCase() {
    assertThatThrownBy(() -> read("a.csv", "id,p,q\na,NaN,1\nb,2,inf\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("case \"a\": p is NaN; allowed: finite numbers")
        .hasMessageContaining("case \"b\": q is Infinity");
    assertThatThrownBy(
            () -> read("a.jsonl", "{\"id\": 1, \"p\": [1, 2]}\n{\"id\": 2, \"p\": [1]}\n"))
        .hasMessageContaining("case \"2\": p is missing or shorter");
    assertThatThrownBy(() -> read("a.csv", "id,p\na,\n"))
        .hasMessageContaining("no case has an answer");
    assertThatThrownBy(() -> read("a.csv", "id,p\na,1\na,2\n"))
        .hasMessageContaining("a.csv:3: id \"a\" is that of line 2");
    assertThatThrownBy(() -> read("a.txt", "1\n")).hasMessageContaining(".csv, .jsonl");
  }

  @Test
  void anIdThatIsNamedMustBeThere() throws Exception {
    Path csv = Files.writeString(folder.resolve("a.csv"), "key,p\nx,1\n");

    assertThat(PredictionFile.read(csv, Optional.of("key")).keys()).containsExactly("x");
    assertThatThrownBy(() -> PredictionFile.read(csv, Optional.of("case")))
        .hasMessageContaining("no column \"case\" for ids");
  }
}
