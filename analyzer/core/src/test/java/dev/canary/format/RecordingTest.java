package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.format.RecordedOptions.Ids;
import dev.canary.format.RecordedOptions.Layout;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
  private static final RecordedOptions BY_ID =
      new RecordedOptions("id", Ids.COLUMN, Layout.ROW_PER_CASE, Optional.empty());
  private static final RecordedOptions BY_ROW =
      new RecordedOptions("id", Ids.ROW, Layout.ROW_PER_CASE, Optional.empty());
  private static final RecordedOptions ONE_CASE =
      new RecordedOptions("id", Ids.COLUMN, Layout.ONE_CASE, Optional.empty());
  private static final int[] SCALAR = {};

  @TempDir private Path folder = Path.of("");

  private Recording read(String name, String text, RecordedOptions options) throws FormatException {
    return Recording.read(Folders.write(folder.resolve(name), text), options);
  }

  private List<String> problems(String name, String text, RecordedOptions options) {
    return Folders.problems(() -> read(name, text, options));
  }

  private static Output answer(Recording recording, String id) throws PredictionException {
    return recording.answerTo(Case.of(id, Input.of(Map.of())));
  }

  private static String failure(Recording recording, String id) {
    PredictionException e =
        catchThrowableOfType(PredictionException.class, () -> answer(recording, id));
    assertThat(e.reason()).isEqualTo(PredictionException.Reason.EMPTY);
    return String.valueOf(e.getMessage());
  }

  private static Output doubles(double... values) {
    return Output.of("output", Tensor.ofDoubles(new int[] {values.length}, values));
  }

  @Test
  void theNumbersOfACsvRowAreOneTensorAndItsTextsOutputsOfTheirOwn() throws Exception {
    Recording table = read("p.csv", "good,id,label,bad\r\n0.9,a,good,0.1\r\nnan,b,bad,-inf", BY_ID);

    assertThat(answer(table, "a").tensors())
        .containsExactly(
            Map.entry("output", Tensor.ofDoubles(new int[] {2}, 0.9, 0.1)),
            Map.entry("label", Tensor.ofTexts(SCALAR, List.of("good"))));
    assertThat(answer(table, "a").classes()).isEqualTo(Map.of("output", List.of("good", "bad")));
    assertThat(answer(table, "b").tensors())
        .containsEntry(
            "output", Tensor.ofDoubles(new int[] {2}, Double.NaN, Double.NEGATIVE_INFINITY));
  }

  @Test
  void anotherColumnMayHoldTheIds() throws Exception {
    RecordedOptions byKey =
        new RecordedOptions("key", Ids.COLUMN, Layout.ROW_PER_CASE, Optional.empty());

    assertThat(answer(read("p.csv", "key,x\na,1\n", byKey), "a").tensors())
        .containsEntry("output", Tensor.ofDoubles(new int[] {1}, 1));
  }

  @Test
  void quotedCellsHoldCommasQuotesAndLineEnds() throws Exception {
    String text = "id,text\n\"a,1\",\"say \"\"hi\"\"\nthere\"\n";

    assertThat(answer(read("p.csv", text, BY_ID), "a,1"))
        .isEqualTo(Output.of("text", Tensor.ofTexts(SCALAR, List.of("say \"hi\"\nthere"))));
  }

  @Test
  void anIdMayBeTheNumberOfTheRow() throws Exception {
    Recording table = read("p.csv", "x\n0.5\n0.25\n", BY_ROW);

    assertThat(answer(table, "1").tensors())
        .containsEntry("output", Tensor.ofDoubles(new int[] {1}, 0.25));
    assertThat(failure(table, "2")).contains("\"2\"", "from 0 to 1");
    assertThat(failure(table, "x")).contains("\"x\"", "from 0 to 1");
  }

  @Test
  void aMissingIdAndAnEmptyCellAreNoAnswer() throws Exception {
    Recording table = read("p.csv", "id,x,y\na,,2\n", BY_ID);

    assertThat(failure(table, "b")).isEqualTo("case \"b\": no row has this id");
    assertThat(failure(table, "a")).isEqualTo("case \"a\": line 2 has no x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,y\\n1,2\\n|:1: no column \"id\" for ids; allowed: x, y; or target.idFrom: row",
        "ids,y\\n1,2\\n|(did you mean ids?); or target.idFrom: row",
        "id,x\\na,1\\na,2\\n|:3: id \"a\" is that of line 2",
        "id,x\\na,1,2\\n|:2: 3 fields; allowed: 2, as in line 1",
        "id,x\\na\\n|:2: 1 fields; allowed: 2",
        "id,x\\na,\"1\"2\\n|:2: not CSV",
        "id,x,x\\na,1,2\\n|:1: two columns x",
        "id,,x\\na,1,2\\n|:1: a column without a name",
      })
  void whatIsWrongWithACsvFileIsNamedWithItsLine(String text, String expected) {
    assertThat(problems("p.csv", text.replace("\\n", "\n"), BY_ID))
        .singleElement()
        .asString()
        .startsWith("p.csv")
        .contains(expected);
  }

  @Test
  void aTableWithoutAHeaderIsAProblem() {
    assertThat(problems("p.csv", "0.5,0.5\n0.1,0.9\n", BY_ROW))
        .anyMatch(p -> p.contains("p.csv:1: the first line holds numbers"));
    assertThat(problems("p.csv", "0,1\n0.1,0.9\n", BY_ROW)).isEmpty();
    assertThat(problems("p.csv", "", BY_ROW)).containsExactly("p.csv:1: the file holds no row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Index,Value\n0,0.5\n1,2\n", "0,0.5\n1,2\n", "Value\n0.5\n2\n", "0.5\n2\n"})
  void aFileForOneCaseHoldsAValueALineWithOrWithoutIndexAndHeader(String text) throws Exception {
    assertThat(answer(read("p.csv", text, ONE_CASE), "any")).isEqualTo(doubles(0.5, 2));
  }

  @Test
  void aFileForOneCaseMayBeASingleRowWhoseHeaderNamesTheClasses() throws Exception {
    Output named = answer(read("p.csv", "good,bad\n0.5,2\n", ONE_CASE), "any");

    assertThat(named.tensors()).isEqualTo(doubles(0.5, 2).tensors());
    assertThat(named.classes()).containsEntry("output", List.of("good", "bad"));
    assertThat(answer(read("p.csv", "1,2,3\n", ONE_CASE), "any")).isEqualTo(doubles(1, 2, 3));
    assertThat(answer(read("p.csv", "cat\ndog\n", ONE_CASE), "any"))
        .isEqualTo(Output.of("output", Tensor.ofTexts(new int[] {2}, List.of("cat", "dog"))));
  }

  @Test
  void aTableForOneCaseIsAProblem() {
    assertThat(problems("p.csv", "a,b\n1,2\n3,4\n", ONE_CASE))
        .singleElement()
        .asString()
        .contains("p.csv:2: 2 rows of 2 columns for one case");
  }

  @Test
  void jsonLinesHoldOutputsByNameOrInAMapOfTheirOwn() throws Exception {
    String text =
        """
        {"id": "a", "output": {"label": "good", "p": [[0.5, 1]]}}
        {"id": "b", "label": "bad", "p": {"dtype": "fp32", "shape": [1, 2], "data": [1, "NaN"]}}
        {"id": 3, "output": [1, 0]}
        {"id": "d", "output": {"dtype": "fp16", "shape": [1], "data": [1]}}
        """;
    Recording lines = read("p.jsonl", text, BY_ID);

    assertThat(answer(lines, "a").tensors())
        .containsExactly(
            Map.entry("label", Tensor.ofTexts(SCALAR, List.of("good"))),
            Map.entry("p", Tensor.ofDoubles(new int[] {1, 2}, 0.5, 1)));
    assertThat(answer(lines, "b").tensors())
        .containsEntry("p", Tensor.ofFloats(new int[] {1, 2}, 1, Float.NaN));
    assertThat(answer(lines, "3")).isEqualTo(doubles(1, 0));
    assertThat(answer(lines, "d").tensors().toString()).isEqualTo("{output=fp16[1]}");
  }

  @Test
  void bareNumbersAreWholeOnlyIfAllOfTheirNameAre() throws Exception {
    String text =
        """
        {"id": "a", "class": 3, "score": 1, "sure": true}
        {"id": "b", "class": -4, "score": 0.5, "sure": false}
        {"id": "c", "class": 0, "score": "NaN", "sure": true}
        """;
    Recording lines = read("p.jsonl", text, BY_ID);

    assertThat(answer(lines, "a").tensors())
        .isEqualTo(
            Map.of(
                "class", Tensor.ofLongs(SCALAR, 3),
                "score", Tensor.ofDoubles(SCALAR, 1),
                "sure", Tensor.ofBooleans(SCALAR, true)));
    assertThat(answer(lines, "c").tensors())
        .containsEntry("score", Tensor.ofDoubles(SCALAR, Double.NaN));
  }

  @Test
  void nullAndNothingAreNoAnswer() throws Exception {
    Recording lines = read("p.jsonl", "{\"id\": \"a\", \"x\": null}\n{\"id\": \"b\"}\n", BY_ID);

    assertThat(failure(lines, "a")).contains("\"a\"");
    assertThat(failure(lines, "b")).contains("\"b\"");
    assertThat(failure(lines, "c")).isEqualTo("case \"c\": no line has this id");
  }

  @Test
  void linesMayBeKnownByTheirNumberOrBeOne() throws Exception {
    Recording numbered = read("p.jsonl", "{\"x\": [1]}\n{\"x\": null}\n", BY_ROW);
    assertThat(numbered.rows()).hasValue(2);
    assertThat(failure(numbered, "1")).isEqualTo("case \"1\": its answer is null");
    assertThat(answer(read("p.ndjson", "{\"output\": [1]}\n{\"output\": [2]}\n", BY_ROW), "1"))
        .isEqualTo(doubles(2));
    assertThat(answer(read("p.jsonl", "{\"output\": [1]}\n", ONE_CASE), "x")).isEqualTo(doubles(1));
    assertThat(problems("p.jsonl", "{\"output\": 1}\n{\"output\": 2}\n", ONE_CASE)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\": 1}|id is missing",
        "{\"id\": \"a\", \"x\": [[1], [1, 2]]}|x is a list of 2",
        "{\"id\": \"a\", \"x\": [1, null]}|x is a list of 2",
        "{\"id\": \"a\", \"x\": [1, {}]}|x is a list of 2",
        "{\"id\": \"a\", \"output\": {\"x\": 1}, \"y\": 2}|unknown key y",
        "{\"id\": \"z\", \"x\": 1}|id is \"z\", the id of line 1",
        "{\"id\": \"a\", \"x\": 1e999}|x is 1e999",
        "{\"id\": \"a\", |not JSON",
        "[]|the file holds a list of 0",
      })
  void whatIsWrongWithALineIsNamed(String line, String expected) {
    String text = "{\"id\": \"z\", \"x\": 1}\n" + line + "\n";

    assertThat(problems("p.jsonl", text, BY_ID))
        .first()
        .asString()
        .startsWith("p.jsonl:2: " + expected);
  }

  @Test
  void anArrayHoldsARowForEachCaseOrOneCase() throws Exception {
    Tensor rows = Tensor.ofLongs(new int[] {2, 1}, 7, 8);
    Tensor texts = Tensor.ofTexts(new int[] {2}, List.of("a", "b"));
    Npy.write(folder.resolve("p.npy"), rows);
    Npy.write(folder.resolve("t.npy"), texts);
    Npy.write(folder.resolve("s.npy"), Tensor.ofLongs(SCALAR, 1));

    assertThat(answer(Recording.read(folder.resolve("p.npy"), BY_ROW), "1"))
        .isEqualTo(Output.of("output", Tensor.ofLongs(new int[] {1}, 8)));
    assertThat(answer(Recording.read(folder.resolve("t.npy"), BY_ROW), "0"))
        .isEqualTo(Output.of("output", Tensor.ofTexts(SCALAR, List.of("a"))));
    assertThat(answer(Recording.read(folder.resolve("p.npy"), ONE_CASE), "x"))
        .isEqualTo(Output.of("output", rows));
    assertThat(Folders.problems(() -> Recording.read(folder.resolve("s.npy"), BY_ROW)))
        .singleElement()
        .asString()
        .contains("the array is a scalar");
  }

  @Test
  void anotherKindOfFileIsAProblem() {
    assertThat(problems("p.parquet", "PAR1", BY_ID))
        .containsExactly(
            "p.parquet: not a file of predictions; allowed: .csv, .jsonl, .ndjson or .npy");
  }
}
