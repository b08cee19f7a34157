package dev.canary.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static Json read(String text) throws PredictionException {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerIsATreeOfMembersListsAndScalars() throws Exception {
    Json answer = read("{\"a\": [1, {\"b\": \"x\"}, [2.50]], \"c\": null, \"d\": true}");

    assertThat(answer.member("a").orElseThrow().elements()).hasSize(3);
    assertThat(answer.member("a").orElseThrow().elements().get(0).spelling()).contains("1");
    assertThat(answer.member("a").orElseThrow().elements().get(1).member("b"))
        .hasValueSatisfying(b -> assertThat(b.text()).contains("x"));
    assertThat(answer.member("a").orElseThrow().elements().get(2).elements().get(0).spelling())
        .contains("2.50");
    assertThat(answer.member("c")).isEmpty();
    assertThat(answer.member("d").orElseThrow().spelling()).contains("true");
    assertThat(answer.found()).isEqualTo("an object of [a, c, d]");
  }

  /** Each spelled as the server writes it; protocols.md 2.9 and the recorded answers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'data': [1.0, None]}|single quotes, as in a Python literal",
        "{\"predictions\": [{'Species': 'setosa'}]}|single quotes, as in a Python literal",
        "{\"data\": [1,,2]}|an element is missing in front of byte 12",
        "{\"data\": [1, ,2]}|an element is missing in front of byte 13",
        "{\"data\": [,2]}|an element is missing in front of byte 10",
        "{\"data\": [1,2,]}|an element is missing in front of byte 14",
        "<html><body>502 Bad Gateway</body></html>|it looks like HTML or XML",
        "{\"data\": [1, 2|it ends in the middle",
        "{\"data\": [1]} {\"data\": [2]}|something follows its end",
        "{\"data\": [nan]}|Unrecognized token 'nan'",
        "{\"data\": [None]}|Unrecognized token 'None'",
        "{\"data\": [01]}|Invalid numeric value: Leading zeroes not allowed",
        "{\"data\": 1, \"data\": 2}|\"data\" stands twice in one object",
        "Internal Server Error|Unrecognized token 'Internal'",
      })
  void whatIsNoJsonIsNamedForWhatItIs(String text, String why) {
    PredictionException e = catchThrowableOfType(PredictionException.class, () -> read(text));

    assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER);
    assertThat(e)
        .hasMessageStartingWith("the answer is not JSON: " + why)
        .hasMessageEndingWith(text);
  }

  @Test
  void aMessageQuotesEightyCharactersOnOneLine() {
    String text = "<p>\n" + "\u00e9".repeat(500);

    PredictionException e = catchThrowableOfType(PredictionException.class, () -> read(text));

    assertThat(e).hasMessageEndingWith("HTML or XML: <p> " + "\u00e9".repeat(76) + "...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t"})
  void noContentIsNoAnswer(String text) {
    PredictionException e = catchThrowableOfType(PredictionException.class, () -> read(text));

    assertThat(e.reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void bytesThatAreNoUtf8AreNoJson() {
    byte[] body = {'"', (byte) 0xc3, (byte) 0x28, '"'};

    PredictionException e =
        catchThrowableOfType(PredictionException.class, () -> JsonReader.read(body));

    assertThat(e).hasMessageStartingWith("the answer is not JSON: Invalid UTF-8");
  }

  @Test
  void nestingWithoutEndIsNoStackOverflow() {
    PredictionException e =
        catchThrowableOfType(PredictionException.class, () -> read("[".repeat(1_000_000)));

    assertThat(e).hasMessageContaining("nesting depth");
  }

  @Test
  void longTextsAreRead() throws Exception {
    String text = "x".repeat(21_000_000);

    assertThat(read("\"" + text + "\"").text()).contains(text);
  }
}
