package dev.canary.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.canary.measure.Given;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a request gives for a key; numbers go straight into an array of doubles. */
final class GivenReader {
  private static final int FIRST_SIZE = 64;

  private final JsonParser parser;
  private String refused = "";

  GivenReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Why a value cannot be given, the first of all that were read; empty if there was none. */
  String refused() {
    return refused;
  }

  /**
   * The value whose first token the parser stands at; empty for null, which stands for a key that
   * is not there, and for what cannot be given.
   *
   * @param key what refusals call it
   */
  Optional<Given> read(String key) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> Optional.empty();
      case VALUE_STRING -> Optional.of(word(parser.getText()));
      case VALUE_TRUE, VALUE_FALSE -> Optional.of(new Given.Word(parser.getText()));
      case VALUE_NUMBER_INT -> Optional.of(whole(parser.getText()));
      case VALUE_NUMBER_FLOAT -> Optional.of(new Given.Real(number()));
      case START_ARRAY -> list(key);
      default -> {
        parser.skipChildren();
        yield refuse(key + " is a map: give a number, a text or a list");
      }
    };
  }

  private static Given word(String text) {
    Optional<Double> number = Numbers.nonFinite(text);
    return number.isPresent() ? new Given.Real(number.get()) : new Given.Word(text);
  }

  private static Given whole(String digits) {
    Optional<Long> whole = Numbers.whole(digits);
    return whole.isPresent()
        ? new Given.Whole(whole.get())
        : new Given.Real(Decimals.toDouble(digits));
  }

  private Optional<Given> list(String key) throws IOException {
    double[] numbers = new double[FIRST_SIZE];
    List<String> texts = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    int count = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      int index = texts.size() + rows.size() + count;
      if (token == JsonToken.START_ARRAY) {
        row(key + "[" + index + "]").ifPresent(rows::add);
      } else if (token == JsonToken.VALUE_STRING && !isNumber()) {
        texts.add(parser.getText());
      } else if (isNumber()) {
        numbers = count < numbers.length ? numbers : Arrays.copyOf(numbers, 2 * count);
        numbers[count++] = number();
      } else {
        refuseElement(key, index);
      }
    }
    return given(key, Arrays.copyOf(numbers, count), texts, rows);
  }

  private Optional<Given> given(
      String key, double[] numbers, List<String> texts, List<double[]> rows) {
    if (!refused.isEmpty()) {
      return Optional.empty();
    }
    boolean mixed =
        (numbers.length > 0 ? 1 : 0) + (texts.isEmpty() ? 0 : 1) + (rows.isEmpty() ? 0 : 1) > 1;
    if (mixed) {
      String example = texts.isEmpty() ? "lists" : "texts such as \"" + texts.get(0) + "\"";
      return refuse(key + " mixes numbers, texts and lists, among them " + example);
    }
    if (!texts.isEmpty()) {
      return Optional.of(new Given.Labels(texts));
    }
    if (!rows.isEmpty()) {
      return Optional.of(new Given.Rows(rows));
    }
    return Optional.of(numbers.length > 0 ? new Given.Numbers(numbers) : new Given.Nothing());
  }

  private Optional<double[]> row(String key) throws IOException {
    Optional<Given> row = list(key);
    if (row.isPresent() && row.get() instanceof Given.Numbers numbers) {
      return Optional.of(numbers.values());
    }
    if (row.isPresent() && row.get() instanceof Given.Nothing) {
      return Optional.of(new double[0]);
    }
    row.ifPresent(other -> refuse(key + " is " + other.shown() + ": give a list of numbers"));
    return Optional.empty();
  }

  /** True for a number, true or false (1 and 0), and a text that says what JSON cannot. */
  private boolean isNumber() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> true;
      case VALUE_STRING -> Numbers.nonFinite(parser.getText()).isPresent();
      default -> false;
    };
  }

  private double number() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      case VALUE_STRING -> Numbers.nonFinite(parser.getText()).orElseThrow();
      default -> decimal();
    };
  }

  private double decimal() throws IOException {
    char[] chars = parser.getTextCharacters();
    int start = parser.getTextOffset();
    boolean digits = Character.isDigit(chars[start + parser.getTextLength() - 1]);
    return digits
        ? Decimals.toDouble(chars, start, start + parser.getTextLength())
        : parser.getDoubleValue();
  }

  private void refuseElement(String key, int index) throws IOException {
    String found = parser.currentToken() == JsonToken.VALUE_NULL ? "null" : "a map";
    parser.skipChildren();
    refuse(key + "[" + index + "] is " + found + ": give a number");
  }

  private Optional<Given> refuse(String why) {
    if (refused.isEmpty()) {
      refused = why;
    }
    return Optional.empty();
  }
}
