package dev.canary.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.canary.measure.Answer;
import dev.canary.measure.Catalogue;
import dev.canary.measure.Given;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line that asks for a measure: {@code {"id": .., "test": "ks", "x": [..], "y": [..], "params":
 * {..}}}.
 *
 * <p>Whatever else stands in the object is a parameter, too. Bare NaN and Infinity, which other
 * writers emit, are read as what they mean, so that the measure can refuse them by name.
 */
public final class MeasureRequest {
  private static final JsonFactory LENIENT =
      Json.FACTORY.rebuild().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final String PARAMS = "params";

  private final String line;
  private final Map<String, Given> given = new LinkedHashMap<>();
  private String id = "null";
  private String test = "";
  private String refused = "";

  private MeasureRequest(String line) {
    this.line = line;
  }

  /**
   * Reads a request.
   *
   * @param number of the line, for what is said of one that is not JSON
   */
  public static MeasureRequest read(String line, long number) {
    MeasureRequest request = new MeasureRequest(line);
    try (JsonParser parser = LENIENT.createParser(line)) {
      request.read(parser);
    } catch (JsonProcessingException e) {
      request.id = "null";
      request.refused = "line " + number + " is " + JsonTree.message(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
    return request;
  }

  /** The id as it was written, in JSON; {@code null} if there was none. */
  public String id() {
    return id;
  }

  /**
   * What the measure that is asked for answers.
   *
   * @throws IllegalArgumentException if it cannot, naming what is wrong and what is allowed
   */
  public Answer answer() {
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(refused);
    }
    return Catalogue.measure(test).answer(given);
  }

  private void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      refuse("a request is a map with the keys id, test, x, y, params");
    } else {
      map(parser, new GivenReader(parser));
    }
    if (parser.nextToken() != null) {
      refuse("something follows the request; give one a line");
    }
  }

  private void map(JsonParser parser, GivenReader values) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key.toLowerCase(Locale.ROOT)) {
        case "id" -> id = asWritten(parser);
        case "test", "measure", "distance" -> test = name(parser, key);
        case PARAMS, "parameters", "options", "kwargs" -> params(parser, values, key);
        default -> give(key, values);
      }
    }
  }

  private void params(JsonParser parser, GivenReader values, String key) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      refuse(key + " is not a map");
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      give(name, values);
    }
  }

  private void give(String key, GivenReader values) throws IOException {
    Optional<Given> value = values.read(key);
    if (!values.refused().isEmpty()) {
      refuse(values.refused());
    } else if (value.isPresent() && given.putIfAbsent(key, value.get()) != null) {
      refuse(key + " is given twice");
    }
  }

  private String name(JsonParser parser, String key) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING && test.isEmpty()) {
      return parser.getText();
    }
    parser.skipChildren();
    refuse(key + (test.isEmpty() ? " is not a text" : " is given twice"));
    return test;
  }

  private String asWritten(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return line.substring(start, (int) parser.currentLocation().getCharOffset()).strip();
  }

  private void refuse(String why) {
    if (refused.isEmpty()) {
      refused = why;
    }
  }
}
