package dev.canary.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.canary.http.json.JsonLeaves.Kind;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON that model servers answer: all of the standard and, beyond it, bare NaN and
 * infinities, as TensorFlow Serving, Triton and everything that uses Python's own encoder write
 * them.
 *
 * <p>What is no JSON is named for what it is: an element that is missing between two commas
 * (OpenVINO before its fix 4337), a Python literal in single quotes, a page of HTML, an answer that
 * ends in the middle.
 */
public final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // The size of a whole answer is limited where it is received.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final JsonParser parser;
  private final JsonLeaves leaves;

  private JsonReader(JsonParser parser, int length) {
    this.parser = parser;
    this.leaves = new JsonLeaves(length);
  }

  /**
   * The one value of a document.
   *
   * @throws PredictionException EMPTY if there is none, BAD_ANSWER if it is not JSON
   */
  public static Json read(byte... body) throws PredictionException {
    return read(body, body.length);
  }

  /** The one value of the first bytes of a body. */
  public static Json read(byte[] body, int length) throws PredictionException {
    if (isBlank(body, length)) {
      throw new PredictionException(Reason.EMPTY, "the answer has no content");
    }
    try (JsonParser parser = FACTORY.createParser(body, 0, length)) {
      parser.nextToken();
      Json value = new JsonReader(parser, length).value();
      if (parser.nextToken() != null) {
        throw bad("something follows its end", body, length);
      }
      return value;
    } catch (JsonEOFException e) {
      throw bad("it ends in the middle", body, length);
    } catch (StreamReadException e) {
      throw bad(why(e, body, length), body, length);
    } catch (IOException e) {
      throw bad(firstLine(String.valueOf(e.getMessage())), body, length);
    }
  }

  private static boolean isBlank(byte[] body, int length) {
    for (int i = 0; i < length; i++) {
      if (!isSpace(body[i])) {
        return false;
      }
    }
    return true;
  }

  private Json value() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return members();
    }
    if (token == JsonToken.START_ARRAY) {
      return items();
    }
    return scalar(token);
  }

  private Json members() throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (members.put(name, value()) != null) {
        throw new IOException("\"" + name + "\" stands twice in one object");
      }
    }
    return new Json.Members(members);
  }

  private Json items() throws IOException {
    int from = leaves.size();
    List<Json> nested = new ArrayList<>(0);
    JsonToken token = addLeaves();
    for (int i = from; token != JsonToken.END_ARRAY && i < leaves.size(); i++) {
      nested.add(new Json.Scalar(leaves, i));
    }
    while (token != JsonToken.END_ARRAY) {
      nested.add(value());
      token = parser.nextToken();
    }
    return new Json.Items(leaves, from, leaves.size(), nested);
  }

  /** Adds the scalars that come next; returns what follows them. */
  private JsonToken addLeaves() throws IOException {
    JsonToken token = parser.nextToken();
    while (token.isScalarValue()) {
      addLeaf(token);
      token = parser.nextToken();
    }
    return token;
  }

  private Json scalar(JsonToken token) throws IOException {
    addLeaf(token);
    return new Json.Scalar(leaves, leaves.size() - 1);
  }

  private void addLeaf(JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NUMBER_FLOAT -> add(parser.isNaN() ? Kind.NON_FINITE : Kind.NUMBER);
      case VALUE_NUMBER_INT -> add(Kind.NUMBER);
      case VALUE_STRING -> add(Kind.TEXT);
      case VALUE_TRUE -> leaves.add(Kind.TRUE);
      case VALUE_FALSE -> leaves.add(Kind.FALSE);
      case VALUE_NULL -> leaves.add(Kind.NULL);
      case START_OBJECT,
          END_OBJECT,
          START_ARRAY,
          END_ARRAY,
          FIELD_NAME,
          VALUE_EMBEDDED_OBJECT,
          NOT_AVAILABLE ->
          throw new IllegalStateException("no scalar: " + token);
    }
  }

  private void add(Kind kind) throws IOException {
    leaves.add(kind, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private static String why(StreamReadException e, byte[] body, int length) {
    int first = 0;
    while (isSpace(body[first])) {
      first++;
    }
    if (body[first] == '<') {
      return "it looks like HTML or XML";
    }
    int at = (int) Math.min(e.getLocation().getByteOffset(), length - 1L);
    if (at > 0 && body[at] == '\'') {
      return "single quotes, as in a Python literal";
    }
    if (at > 0 && isMissing(body, at)) {
      return "an element is missing in front of byte " + at;
    }
    return firstLine(e.getOriginalMessage());
  }

  private static boolean isMissing(byte[] body, int at) {
    int before = at - 1;
    while (before > 0 && isSpace(body[before])) {
      before--;
    }
    boolean opened = body[before] == ',' || (body[before] == '[' && body[at] == ',');
    return opened && (body[at] == ',' || body[at] == ']');
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static PredictionException bad(String why, byte[] body, int length) {
    // Four bytes a character at most, and some more so that the quote can say that it goes on.
    String start = new String(body, 0, Math.min(length, 400), StandardCharsets.UTF_8);
    return new PredictionException(
        Reason.BAD_ANSWER, "the answer is not JSON: %s: %s".formatted(why, Quote.start(start)));
  }
}
