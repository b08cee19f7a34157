package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureRequestTest {

  private static String answer(String line) {
    MeasureRequest request = MeasureRequest.read(line, 7);
    try {
      return AnswerJson.answer(request.id(), request.answer());
    } catch (IllegalArgumentException e) {
      return AnswerJson.error(request.id(), String.valueOf(e.getMessage()));
    }
  }

  @Test
  void aRequestIsAnswered() {
    String line =
        """
        {"id": 1, "test": "ks", "x": [38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0], \
        "y": [39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8], "params": {"method": "asymp"}}\
        """;

    // SciPy 1.17.1, ks_2samp(A, B, method="asymp").
    assertThat(answer(line))
        .startsWith("{\"id\":1,\"statistic\":0.625,\"pValue\":0.0493164062")
        .contains("\"logPValue\":-3.00949846931")
        .contains("\"method\":\"asymptotic\",\"name\":\"Kolmogorov-Smirnov test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7", "-1.50", "1e400", "\"a\\\"b\\u00e9\"", "null", "true", "[1, {\"a\": 2}]"})
  void theIdComesBackAsItWasWritten(String id) {
    String data = "\"test\": \"tv\", \"x\": [1], \"y\": [1]";

    assertThat(answer("{\"id\": " + id + ", " + data + "}")).startsWith("{\"id\":" + id + ",");
    assertThat(answer("{" + data + ", \"id\" : " + id + " }")).startsWith("{\"id\":" + id + ",");
    assertThat(answer("{\"x\": [null, {}, [\"a\"]], \"id\": " + id + "}"))
        .startsWith("{\"id\":" + id + ",\"error\":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, NaN] | x[1] is NaN",
        "[1, \"NaN\"] | x[1] is NaN",
        "[Infinity] | x[0] is Infinity",
        "[2, -Infinity] | x[1] is -Infinity",
        "[1e400] | x[0] is Infinity",
        "[1, null] | x[1] is null: give a number",
        "[1, {\"a\": [2]}] | x[1] is a map: give a number",
        "[1, \"b\"] | x mixes numbers, texts and lists, among them texts such as \"b\"",
        "[\"a\", \"b\"] | x is a list of texts: ks takes a list of numbers",
        "[[1], [2]] | x is a list of lists: ks takes a list of numbers",
        "[[1], [\"a\"]] | x[1] is a list of texts: give a list of numbers",
        "{\"a\": 1} | x is a map: give a number, a text or a list",
        "[] | x is empty",
        "null | x is missing: ks needs x",
        "\"abc\" | x is \"abc\": ks takes a list of numbers",
      })
  void whatIsWrongWithDataIsNamed(String x, String problem) {
    String line = "{\"id\": 1, \"test\": \"ks\", \"x\": " + x + ", \"y\": [1, 2]}";

    assertThat(answer(line)).startsWith("{\"id\":1,\"error\":\"" + problem.replace("\"", "\\\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"id\": 1", "{\"id\": 1, \"x\": [1, 2,]}", "{'id': 1}"})
  void aLineThatIsNotJsonIsNamedByItsNumber(String line) {
    assertThat(answer(line)).startsWith("{\"id\":null,\"error\":\"line 7 is not JSON: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, 2] | a request is a map",
        "3 | a request is a map",
        "{\"x\": [1]} | test is missing; allowed: ks",
        "{\"test\": 3} | test is not a text",
        "{\"test\": \"ks\"} {} | something follows the request",
        "{\"test\": \"ks\", \"params\": [1]} | params is not a map",
        "{\"test\": \"ks\", \"x\": [1], \"x\": [2]} | x is given twice",
        "{\"test\": \"ks\", \"method\": \"exact\", \"params\": {\"mode\": \"auto\"}} "
            + "| mode and method are two names of one thing",
      })
  void whatIsWrongWithARequestIsNamed(String line, String problem) {
    assertThat(answer(line)).startsWith("{\"id\":null,\"error\":\"" + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"params\": {\"alternative\": \"less\", \"method\": \"exact\"}",
        "\"alternative\": \"less\", \"method\": \"exact\"",
        "\"Alternative\": \"LESS\", \"params\": {\"mode\": \"Exact\"}",
        "\"params\": {\"alternative\": \"less\", \"exact\": true, \"ties\": null}, \"z\": null",
      })
  void parametersAreKnownUnderManyNames(String parameters) {
    String data = "{\"test\": \"ks_2samp\", \"x\": [0.1, 0.4, 0.7], \"y\": [0.2, 0.9], ";

    assertThat(answer(data + parameters + "}")).contains("\"method\":\"exact\"").contains("(less)");
  }

  @Test
  void trueAndFalseAreOneAndZero() {
    assertThat(answer("{\"test\": \"mcnemar\", \"x\": [true, true, false], \"y\": [0, 0, 1]}"))
        .contains("\"statistic\":1.0");
  }

  @Property
  void numbersAreReadAndWrittenWithoutLoss(@ForAll double value) {
    String line = "{\"test\": \"chebyshev\", \"x\": [" + Numbers.text(value) + "], \"y\": [0]}";

    assertThat(answer(line)).contains("\"statistic\":" + Numbers.text(Math.abs(value)) + ",");
  }

  @Test
  void aMillionNumbersAreNoMatter() {
    String numbers =
        IntStream.range(0, 1_000_000).mapToObj(String::valueOf).collect(Collectors.joining(","));

    assertThat(answer("{\"test\": \"w1\", \"x\": [" + numbers + "], \"y\": [" + numbers + "]}"))
        .contains("\"statistic\":0.0");
  }
}
