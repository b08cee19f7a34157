package dev.canary.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.json.JsonWriter.NonFinite;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTensorsTest {
  private static final JsonWriter WRITER = new JsonWriter(NonFinite.TOKENS);

  private static Json json(String text) throws PredictionException {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The bits are those of NumPy 2.4 (and of ml_dtypes 0.5 for bf16) for the same literals. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FP32|[0.1, -0.0, 1e-45, 16777217]|cdcccc3d00000080010000000000804b",
        // Just below the middle of two floats; its nearest double is that middle.
        "FP32|[1.00000017881393432617187499]|0100803f",
        "FP32|[NaN, Infinity, -Infinity]|0000c07f0000807f000080ff",
        "FP32|[\"NaN\", \"inf\", \"-Infinity\", \"nan\"]|0000c07f0000807f000080ff0000c07f",
        "FP32|[null]|554ec07f",
        "FP32|[1, 2]|0000803f00000040",
        "FP64|[0.1, 4.9e-324, null]|9a9999999999b93f01000000000000004c4c554e0000f87f",
        "FP16|[1.00048828125000001, 65504, -0.0, NaN]|013cff7b0080007e",
        "BF16|[1.003906250000000001, 3.3895314e38, null]|813f7f7fce7f",
        "INT64|[9223372036854775807, -9223372036854775808]|ffffffffffffff7f0000000000000080",
        "INT64|[9007199254740993, 3.0, 1e3, -0]|0100000000002000"
            + "0300000000000000e8030000000000000000000000000000",
        "UINT64|[18446744073709551615, 0]|ffffffffffffffff0000000000000000",
        "INT32|[-2147483648]|00000080",
        "INT16|[-32768, 32767]|0080ff7f",
        "UINT16|[65535]|ffff",
        "UINT32|[4294967295]|ffffffff",
        "UINT8|[255]|ff",
        "INT8|[-128]|80",
        "BOOL|[true, false, 1, 0]|01000100",
      })
  void everyNumberGoesStraightIntoItsType(DType dtype, String text, String expected)
      throws Exception {
    Tensor tensor = JsonTensors.read("x", dtype, json(text));

    assertThat(hex(tensor)).isEqualTo(expected);
    assertThat(tensor.shape()).containsExactly(tensor.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FP32|[1, 1e39]|x: element [1] is 1e39, beyond the range of fp32",
        "FP16|[65520]|x: element [0] is 65520, beyond the range of fp16",
        "FP64|[[1, 2], [3, -1e400]]|x: element [1][1] is -1e400, beyond the range of fp64",
        "FP32|[\"one\"]|x: element [0] is \"one\", which is no number",
        "FP32|[true]|x: element [0] is true, which is no number",
        "INT8|[128]|x: element [0] is 128, outside int8, -128 to 127",
        "UINT8|[-1]|x: element [0] is -1, outside uint8, 0 to 255",
        "UINT64|[18446744073709551616]|x: element [0] is 18446744073709551616, outside uint64, 0 to"
            + " 18446744073709551615",
        "INT64|[9223372036854775808]|x: element [0] is 9223372036854775808, outside int64,"
            + " -9223372036854775808 to 9223372036854775807",
        "INT64|[1e999999999]|x: element [0] is 1e999999999, outside int64, -9223372036854775808 to"
            + " 9223372036854775807",
        "INT64|[1e-999999999]|x: element [0] is 1e-999999999, which is no whole number",
        "INT32|[1.5]|x: element [0] is 1.5, which is no whole number",
        "INT32|[null]|x: element [0] is null, which int32 cannot hold",
        "INT32|[NaN]|x: element [0] is NaN, which int32 cannot hold",
        "INT32|[\"1\"]|x: element [0] is \"1\", which int32 cannot hold",
        "BOOL|[2]|x: element [0] is 2, which is neither true nor false",
        "BOOL|[null]|x: element [0] is null, which is neither true nor false",
        "STRING|[\"a\", null]|x: element [1] is null, which is no text",
        "STRING|[1]|x: element [0] is 1, which is no text",
        "STRING|[\"\\ud800\"]|x: element [0] is \"\ud800\", which holds half of a surrogate pair",
        "FP32|[[1, 2], [3]]|x[1] is ragged: 1 elements where others have 2",
        "FP32|[[1], 2]|x[1] is ragged: 2 where others are lists",
        "FP32|[1, [2]]|x[0] is ragged: 1 where others are lists",
        "FP32|[[[1]], [2]]|x[1] is ragged: a list of rank 1 where others have 2",
        "FP32|[[{\"b64\": \"\"}]]|x[0][0] is an object of [b64] where a number, a text or a list"
            + " belongs",
        "FP32|{}|x is an object of [] where a list belongs",
      })
  void whatIsNoTensorIsNamedWithItsPlace(DType dtype, String text, String expected) {
    PredictionException e =
        catchThrowableOfType(
            PredictionException.class, () -> JsonTensors.read("x", dtype, json(text)));

    assertThat(e).hasMessage(expected);
    assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, 2, 3, 4]|2,2",
        "[[1, 2], [3, 4]]|2,2",
        "[1, 2]|2",
        "[[1], [2]]|2",
        "[1, 2]|2,1",
        "[[[1], [2]]]|2,1",
        "[]|0,3",
      })
  void dataMayBeFlatOrNestedAsItsShapeSays(String text, String shape) throws Exception {
    int[] extents = List.of(shape.split(",")).stream().mapToInt(Integer::parseInt).toArray();

    Tensor tensor = JsonTensors.read("x", DType.INT64, extents, json(text));

    assertThat(tensor.shape()).isEqualTo(extents);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, 2, 3]|x has 3 elements where its shape [2, 2] needs 4",
        "[[1], [2], [3], [4]]|x is nested as [4, 1] and says shape [2, 2]",
        "5|x is 5 where a list belongs",
      })
  void dataThatDoesNotFitItsShapeIsNotPadded(String text, String expected) {
    PredictionException e =
        catchThrowableOfType(
            PredictionException.class,
            () -> JsonTensors.read("x", DType.INT64, new int[] {2, 2}, json(text)));

    assertThat(e).hasMessage(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, 2]|int64[2]",
        "[[1, 2.5]]|fp64[1, 2]",
        "[1, null]|fp64[2]",
        "[1, NaN]|fp64[2]",
        "[1, 18446744073709551615]|uint64[2]",
        "[-9223372036854775808]|int64[1]",
        "[9223372036854775807, 1]|int64[2]",
        "[18446744073709551616]|fp64[1]",
        "[1e2]|fp64[1]",
        "[true]|bool[1]",
        "[[\"a\"], [\"b\"]]|string[2, 1]",
        "\"a\"|string[]",
        "3|int64[]",
        "[]|int64[0]",
      })
  void withoutATypeTheElementsTellIt(String text, String expected) throws Exception {
    assertThat(JsonTensors.infer("x", json(text))).hasToString(expected);
  }

  @Test
  void textsAndNumbersInOneListAreNoTensor() {
    PredictionException e =
        catchThrowableOfType(
            PredictionException.class, () -> JsonTensors.infer("x", json("[1, \"a\"]")));

    assertThat(e).hasMessage("x mixes int64 and string");
  }

  @Test
  void aNullIsNotTheNaNThatAnotherServerSpells() throws Exception {
    Tensor nulls = JsonTensors.read("x", DType.FP32, json("[null, 1]"));
    Tensor spelled = JsonTensors.read("x", DType.FP32, json("[NaN, 1]"));

    assertThat(Nulls.count(nulls)).isEqualTo(1);
    assertThat(Nulls.count(spelled)).isZero();
    assertThat(nulls.doubleAt(0)).isNaN();
    assertThat(nulls).isNotEqualTo(spelled);
  }

  @Provide
  Arbitrary<Tensor> numbers() {
    Arbitrary<int[]> shapes =
        Arbitraries.integers().between(0, 4).array(int[].class).ofMinSize(1).ofMaxSize(3);
    Arbitrary<DType> types = Arbitraries.of(DType.class).filter(t -> t != DType.STRING);
    return Combinators.combine(types, shapes)
        .flatAs(
            (dtype, shape) ->
                (dtype == DType.BOOL
                        ? Arbitraries.bytes().between((byte) 0, (byte) 1)
                        : Arbitraries.bytes())
                    .array(byte[].class)
                    .ofSize(Tensor.count(shape) * dtype.width())
                    .map(bytes -> Tensor.ofBytes(dtype, shape, bytes)));
  }

  @Property(tries = 1000)
  void everyFiniteBitSurvivesTheWayThroughJson(@ForAll("numbers") Tensor tensor) throws Exception {
    Tensor written = finite(tensor);

    byte[] flat = JsonWriter.bytes(json -> WRITER.flat(json, "x", written));
    byte[] nested = JsonWriter.bytes(json -> WRITER.nested(json, "x", written));

    assertThat(JsonTensors.read("x", tensor.dtype(), tensor.shape(), JsonReader.read(flat)))
        .isEqualTo(written);
    if (tensor.size() > 0) {
      assertThat(JsonTensors.read("x", tensor.dtype(), JsonReader.read(nested))).isEqualTo(written);
    }
  }

  /** NaN in its usual bits, the only ones that JSON has a word for. */
  private static Tensor finite(Tensor tensor) {
    if (!tensor.dtype().isFloat()) {
      return tensor;
    }
    double[] values = tensor.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.isNaN(values[i]) ? Double.NaN : values[i];
    }
    return tensor.withValues(values);
  }

  @Test
  void numbersAreWrittenShortest() throws Exception {
    Tensor floats =
        Tensor.ofFloats(new int[] {5}, 0.1f, -0.0f, Float.MIN_VALUE, 16777216f, Float.NaN);
    Tensor whole =
        Tensor.ofBytes(DType.UINT64, new int[] {1}, HexFormat.of().parseHex("f".repeat(16)));

    assertThat(
            new String(JsonWriter.bytes(j -> WRITER.flat(j, "x", floats)), StandardCharsets.UTF_8))
        .isEqualTo("[0.1,-0.0,1.4E-45,1.6777216E7,NaN]");
    assertThat(
            new String(JsonWriter.bytes(j -> WRITER.flat(j, "x", whole)), StandardCharsets.UTF_8))
        .isEqualTo("[18446744073709551615]");
  }

  @Test
  void whatJsonCannotCarryIsRefused() {
    JsonWriter strict = new JsonWriter(NonFinite.REFUSED);
    Tensor nan = Tensor.ofDoubles(new int[] {1}, Double.NaN);
    Tensor bytes = Tensor.ofTexts(new int[] {1}, List.of("base64:/w=="));

    assertThat(refusal(strict, nan))
        .isEqualTo("input \"x\" holds NaN, which JSON cannot carry; binary tensors can");
    assertThat(refusal(strict, bytes))
        .isEqualTo("input \"x\" holds bytes that are no text; JSON cannot carry them");
  }

  private static String refusal(JsonWriter writer, Tensor tensor) {
    PredictionException e =
        catchThrowableOfType(
            PredictionException.class,
            () -> JsonWriter.bytes(json -> writer.flat(json, "input \"x\"", tensor)));
    assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT);
    return String.valueOf(e.getMessage());
  }
}
