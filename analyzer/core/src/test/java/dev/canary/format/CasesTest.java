package dev.canary.format;

import static dev.canary.format.Folders.CASE;
import static dev.canary.format.Folders.SUITE;
import static dev.canary.format.Folders.problemsOf;
import static dev.canary.format.Folders.suite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Precision;
import dev.canary.suite.Range;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CasesTest {
  private static final int[] SCALAR = {};

  @TempDir private Path root = Path.of("");

  private List<Case> cases(String lines) throws FormatException {
    return Suites.load(suite(root, SUITE, lines)).suite().cases();
  }

  private Tensor tensor(String value) throws FormatException {
    String line = "{\"id\": \"a\", \"input\": {\"x\": " + value + "}}\n";
    return cases(line).get(0).input().tensors().getOrDefault("x", Tensor.ofDoubles(SCALAR, 0));
  }

  private String digest(String lines) throws FormatException {
    return Suites.load(suite(root, SUITE, lines)).suite().digest();
  }

  @Test
  void everyKeyOfACaseIsRead() throws Exception {
    Case golden =
        cases(
                """
                {"id": "null-income", "input": {"age": 34, "income": null}, "tags": ["null", "late"],
                """
                        .strip()
                    + """
                     "why": "sent late", "expect": {"label": "bad", "range": [0, 1]},\
                     "tolerance": 1e-3, "precision": "bf16"}
                    """)
            .get(0);

    assertThat(golden.id()).isEqualTo("null-income");
    assertThat(golden.input().tensors()).isEqualTo(Map.of("age", Tensor.ofLongs(SCALAR, 34)));
    assertThat(golden.input().nulls()).containsExactly("income");
    assertThat(golden.tags()).containsExactly("null", "late");
    assertThat(golden.why()).isEqualTo("sent late");
    assertThat(golden.expect())
        .isEqualTo(new Expectation(Optional.of("bad"), Optional.of(new Range(0, 1))));
    assertThat(golden.tolerance()).isEqualTo(OptionalDouble.of(1e-3));
    assertThat(golden.precision()).contains(Precision.BF16);
  }

  @Test
  void everyKeyThatMayBeMissingHasADefault() throws Exception {
    Case golden = cases(CASE).get(0);

    assertThat(golden).isEqualTo(Case.of("a", golden.input()));
  }

  @Test
  void aBareScalarIsATensorOfRankZero() throws Exception {
    assertThat(tensor("9007199254740993")).isEqualTo(Tensor.ofLongs(SCALAR, 9007199254740993L));
    assertThat(tensor("-0.0")).isEqualTo(Tensor.ofDoubles(SCALAR, -0.0));
    assertThat(tensor("1e2")).isEqualTo(Tensor.ofDoubles(SCALAR, 100));
    assertThat(tensor("\"NaN\"")).isEqualTo(Tensor.ofTexts(SCALAR, List.of("NaN")));
    assertThat(tensor("true")).isEqualTo(Tensor.ofBooleans(SCALAR, true));
  }

  @Test
  void theDataOfATensorMayBeFlatOrNested() throws Exception {
    Tensor expected = Tensor.ofFloats(new int[] {2, 3}, 1, 2, 3, 4, 5, 6);

    assertThat(tensor("{\"dtype\":\"fp32\",\"shape\":[2,3],\"data\":[1,2,3,4,5,6]}"))
        .isEqualTo(expected);
    assertThat(tensor("{\"data\":[[1,2,3],[4,5,6]],\"shape\":[2,3],\"dtype\":\"fp32\"}"))
        .isEqualTo(expected);
    assertThat(tensor("{\"dtype\":\"fp32\",\"shape\":[],\"data\":1.5}"))
        .isEqualTo(Tensor.ofFloats(SCALAR, 1.5f));
    assertThat(tensor("{\"dtype\":\"fp32\",\"shape\":[0,3],\"data\":[]}").size()).isZero();
  }

  @Test
  void floatsKeepEveryBit() throws Exception {
    Tensor doubles =
        tensor(
            "{\"dtype\":\"fp64\",\"shape\":[6],\"data\":[\"NaN\",\"Infinity\",\"-Infinity\",-0.0,"
                + "4.9e-324,0.1]}");
    assertThat(doubles)
        .isEqualTo(
            Tensor.ofDoubles(
                new int[] {6},
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -0.0,
                Double.MIN_VALUE,
                0.1));
    // 1.00000017881393432617187499 lies just below the middle of two floats, its double on it.
    Tensor floats =
        tensor(
            "{\"dtype\":\"fp32\",\"shape\":[3],"
                + "\"data\":[1.00000017881393432617187499,1e-45,-0.0]}");
    assertThat(floats)
        .isEqualTo(Tensor.ofFloats(new int[] {3}, 1.0000001f, Float.MIN_VALUE, -0.0f));
  }

  /** 1.00390625 lies in the middle of two bfloat16, 1 and 1.0078125. */
  @Test
  void sixteenBitFloatsAreRoundedOnce() throws Exception {
    assertThat(labels("bf16", "1.00390625,1.003906250000000000001,-0.0,3.3895314e38"))
        .isEqualTo("1.0,1.0078125,-0.0," + (double) 0x1.fep127f);
    assertThat(labels("fp16", "1.00048828125,1.00048828125000000001,\"-Infinity\",65504"))
        .isEqualTo("1.0,1.0009765625,-Infinity,65504.0");
  }

  private String labels(String dtype, String data) throws Exception {
    int count = data.split(",", -1).length;
    Tensor tensor =
        tensor("{\"dtype\":\"%s\",\"shape\":[%d],\"data\":[%s]}".formatted(dtype, count, data));
    return IntStream.range(0, count).mapToObj(tensor::labelAt).collect(Collectors.joining(","));
  }

  @Test
  void wholeNumbersAreExactToTheEdgesOfTheirTypes() throws Exception {
    assertThat(
            tensor(
                "{\"dtype\":\"int64\",\"shape\":[2],"
                    + "\"data\":[-9223372036854775808,9223372036854775807]}"))
        .isEqualTo(Tensor.ofLongs(new int[] {2}, Long.MIN_VALUE, Long.MAX_VALUE));
    assertThat(tensor("{\"dtype\":\"uint8\",\"shape\":[2],\"data\":[0,255]}").toDoubles())
        .containsExactly(0, 255);
    assertThat(tensor("{\"dtype\":\"int8\",\"shape\":[2],\"data\":[-128,127]}").toDoubles())
        .containsExactly(-128, 127);
    assertThat(labels("uint64", "0,18446744073709551615")).isEqualTo("0,18446744073709551615");
    assertThat(labels("uint32", "0,4294967295")).isEqualTo("0,4294967295");
    assertThat(labels("uint16", "0,65535")).isEqualTo("0,65535");
    assertThat(labels("int16", "-32768,32767")).isEqualTo("-32768,32767");
    assertThat(tensor("{\"dtype\":\"bool\",\"shape\":[2],\"data\":[true,false]}"))
        .isEqualTo(Tensor.ofBooleans(new int[] {2}, true, false));
    assertThat(tensor("{\"dtype\":\"string\",\"shape\":[2],\"data\":[\"\\u00e9\",\"\"]}"))
        .isEqualTo(Tensor.ofTexts(new int[] {2}, List.of("\u00e9", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1e400|input.x is 1e400",
        "9223372036854775808|input.x is 9223372036854775808",
        "[1, 2]|input.x is a list of 2",
        "NaN|not JSON: NaN and Infinity must stand in quotes",
        "012|not JSON: Invalid numeric value: Leading zeroes not allowed",
        "{}|input.x.dtype is missing",
        "\"\\ud800\"|input.x is",
        "{\"dtype\":\"float32\",\"shape\":[1],\"data\":[1]}|input.x.dtype is \"float32\"",
        "{\"dtype\":\"fp32\",\"shape\":[2],\"data\":[1]}|input.x.data is 1 elements; allowed: 2",
        "{\"dtype\":\"fp32\",\"shape\":[2],\"data\":[[1],[2]]}|input.x.data is nested as [2, 1]",
        "{\"dtype\":\"fp32\",\"shape\":[3],\"data\":[[1,2],[3]]}|input.x.data is ragged",
        "{\"dtype\":\"fp32\",\"shape\":[2],\"data\":[1,[2]]}|input.x.data is ragged",
        "{\"dtype\":\"fp32\",\"shape\":[1],\"data\":[1e39]}|input.x.data[0] is 1e39",
        "{\"dtype\":\"fp16\",\"shape\":[1],\"data\":[65520]}|input.x.data[0] is 65520",
        "{\"dtype\":\"fp16\",\"shape\":[1],\"data\":[\"inf\"]}|input.x.data[0] is \"inf\"",
        "{\"dtype\":\"uint8\",\"shape\":[2],\"data\":[256,-1]}|input.x.data[0] is 256 (and 1 more)",
        "{\"dtype\":\"int8\",\"shape\":[1],\"data\":[1.0]}|input.x.data[0] is 1.0; allowed: whole",
        "{\"dtype\":\"uint64\",\"shape\":[2],\"data\":[18446744073709551616,-1]}|input.x.data[0] is 18446744073709551616 (and 1 more); allowed: whole numbers from 0 to 18446744073709551615",
        "{\"dtype\":\"uint32\",\"shape\":[1],\"data\":[4294967296]}|input.x.data[0] is 4294967296",
        "{\"dtype\":\"uint16\",\"shape\":[2],\"data\":[65536,-1]}|input.x.data[0] is 65536 (and 1 more)",
        "{\"dtype\":\"int16\",\"shape\":[2],\"data\":[32768,-32769]}|input.x.data[0] is 32768 (and 1 more)",
        "{\"dtype\":\"bf16\",\"shape\":[1],\"data\":[3.397e38]}|input.x.data[0] is 3.397e38",
        "{\"dtype\":\"int64\",\"shape\":[1],\"data\":[1e99999]}|input.x.data[0] is 1e99999",
        "{\"dtype\":\"bool\",\"shape\":[1],\"data\":[1]}|input.x.data[0] is 1",
        "{\"dtype\":\"string\",\"shape\":[1],\"data\":[1]}|input.x.data[0] is 1",
        "{\"dtype\":\"fp32\",\"shape\":[1],\"data\":[null]}|input.x.data[0] is null",
        "{\"dtype\":\"fp32\",\"shape\":[1],\"data\":[{}]}|data holds a map",
        "{\"dtype\":\"fp32\",\"shape\":[-1],\"data\":[]}|input.x.shape is a list of 1",
        "{\"dtype\":\"fp32\",\"shape\":[2147483647,2147483647,0],\"data\":[]}|input.x.shape is",
        "{\"dtype\":\"fp32\",\"shape\":[1],\"data\":[1],\"dat\":1}|unknown key input.x.dat",
        "{\"file\":\"none.npy\"}|input.x.file is \"none.npy\", which is no file",
        "{\"file\":\"../../../x.npy\"}|input.x.file is \"../../../x.npy\", outside the workspace",
        "{\"file\":\"suite.yaml\"}|input.x.file is \"suite.yaml\"; allowed: a .npy file",
      })
  void whatIsWrongWithAnInputIsNamedWithItsLine(String value, String expected) {
    String line = "{\"id\": \"b\", \"input\": {\"x\": " + value + "}}\n";

    assertThat(problemsOf(suite(root, SUITE, CASE + line)))
        .first()
        .asString()
        .startsWith("canaries/credit-risk/cases.jsonl:2: " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\": \"a\", \"input\": {}}|id is \"a\", which line 1 has already",
        "{\"input\": {}}|id is missing",
        "{\"id\": \" \", \"input\": {}}|id is \" \"",
        "{\"id\": \"b\\n\", \"input\": {}}|id is too long or not printable",
        "{\"id\": \"b\", \"id\": \"c\"}|key id is given twice (first in line 2)",
        "{\"id\": \"b\", \"input\": {\"x\": 1, \"x\": 2}}|key x is given twice",
        "{\"id\": \"b\", \"inputs\": {}}|unknown key inputs; allowed: id, input",
        "{\"id\": \"b\", \"tags\": \"c\"}|tags is \"c\"",
        "{\"id\": \"b\", \"expect\": {\"lable\": \"c\"}}|unknown key expect.lable",
        "{\"id\": \"b\", \"expect\": {\"range\": [1]}}|expect.range is a list of 1",
        "{\"id\": \"b\", \"tolerance\": -1}|tolerance is -1",
        "{\"id\": \"b\", \"precision\": \"half\"}|precision is \"half\"",
        "{\"id\": \"b\"} {\"id\": \"c\"}|a second value stands in the line",
        "[1]|the file holds a list of 1",
        "{\"id\": \"b\"|not JSON",
        "{\"id\": \"b|not JSON",
      })
  void whatIsWrongWithACaseIsNamedWithItsLine(String line, String expected) {
    assertThat(problemsOf(suite(root, SUITE, CASE + line + "\n")))
        .first()
        .asString()
        .startsWith("canaries/credit-risk/cases.jsonl:2: " + expected);
  }

  @Test
  void aLineThatIsNotJsonDoesNotHideTheOthers() {
    String lines = "{\"id\": \"a\n" + CASE + "}\n\n{\"id\": \"b\"\n{\"id\": 5}\n" + CASE;

    assertThat(problemsOf(suite(root, SUITE, lines)))
        .extracting(problem -> problem.replaceFirst(".*jsonl:([0-9]+: \\S+ \\S+).*", "$1"))
        .containsExactly("1: not JSON:", "3: not JSON:", "5: not JSON:", "6: id is", "7: id is");
  }

  @Test
  void aValueOverSeveralLinesIsAProblem() {
    assertThat(problemsOf(suite(root, SUITE, "{\"id\":\n\"a\"}\n" + CASE.replace("\"a\"", "1"))))
        .containsExactly(
            "canaries/credit-risk/cases.jsonl:1: the value goes on to line 2; allowed: one value a"
                + " line",
            "canaries/credit-risk/cases.jsonl:3: id is 1; allowed: text that is not empty");
  }

  @Test
  void blankLinesAreSkippedAndAFileWithoutCasesIsAProblem() throws Exception {
    assertThat(cases("\n  \n" + CASE + "\n")).hasSize(1);
    assertThat(problemsOf(suite(root, SUITE, "\n\n")))
        .containsExactly(
            "canaries/credit-risk/cases.jsonl:1: the file holds no case; allowed: one case a line");
  }

  @Test
  void anInputIsNeededUnlessPredictionsAreRecorded() throws Exception {
    assertThat(cases("{\"id\": \"a\"}\n").get(0).input().tensors()).isEmpty();
    assertThat(problemsOf(suite(root, SUITE.replace("recorded", "djl"), "{\"id\": \"a\"}\n")))
        .singleElement()
        .asString()
        .contains("cases.jsonl:1: input is missing");
  }

  @Test
  void anArrayFileIsRead() throws Exception {
    Tensor fish = Tensor.ofFloats(new int[] {1, 2}, Float.NaN, -0.0f);
    Folders.write(root.resolve("canaries/credit-risk/fish.npy"), Npy.bytes(fish));

    assertThat(tensor("{\"file\": \"fish.npy\"}")).isEqualTo(fish);
    assertThat(tensor("{\"file\": \"fish.npy\"}").dtype()).isEqualTo(DType.FP32);
  }

  @Test
  void theDigestIsOfWhatCasesAreAndNotOfTheirSpelling() throws Exception {
    String one =
        "{\"id\": \"a\", \"input\": {\"x\": {\"dtype\":\"fp32\",\"shape\":[2],\"data\":[1,2]},"
            + " \"y\": null, \"z\": \"t\"}, \"tags\": [\"t\"], \"why\": \"w\"}\n";
    String other =
        "\n{\"input\": {\"z\": \"\\u0074\", \"y\": null,"
            + "\"x\": {\"shape\":[2],\"data\":[1.0,2e0],\"dtype\":\"fp32\"}},\"id\":\"a\"}";

    assertThat(digest(one)).isEqualTo(digest(other)).startsWith("sha256:");
    assertThat(digest(one)).isNotEqualTo(digest(one.replace("[1,2]", "[1,3]")));
    assertThat(digest(one)).isNotEqualTo(digest(one.replace("\"a\"", "\"b\"")));
    assertThat(digest(one)).isNotEqualTo(digest(one.replace("[2]", "[2,1]")));
    assertThat(digest(one)).isNotEqualTo(digest(one.replace("fp32", "fp16")));
    assertThat(digest(one)).isNotEqualTo(digest(one.replace("null", "\"\"")));
    assertThat(digest(one))
        .isNotEqualTo(digest(one.replace("\"why\"", "\"expect\":{\"label\":\"w\"},\"why\"")));
  }

  @Test
  void theDigestCoversTheContentOfReferencedFiles() throws Exception {
    String line = "{\"id\": \"a\", \"input\": {\"x\": {\"file\": \"x.npy\"}}}";
    Path file = root.resolve("canaries/credit-risk/x.npy");
    Folders.write(file, Npy.bytes(Tensor.ofDoubles(new int[] {1}, 1)));
    String before = digest(line);
    Folders.write(file, Npy.bytes(Tensor.ofDoubles(new int[] {1}, 1.0000000000000002)));

    assertThat(digest(line)).isNotEqualTo(before);
  }
}
