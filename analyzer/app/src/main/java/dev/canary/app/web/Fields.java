package dev.canary.app.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the body of a request names: the fields of a form, or of one JSON object of texts. */
record Fields(Map<String, String> values) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST = 1000;

  /**
   * Reads a body by its content type.
   *
   * @throws Refusal if it is neither
   */
  static Fields of(Request request) {
    String type = request.header("Content-Type").orElse("");
    return new Fields(type.startsWith(Answer.JSON) ? json(request.body()) : form(request.body()));
  }

  private static Map<String, String> form(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      for (String field : body.split("&", -1)) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.of(Answer.BAD_REQUEST, "the form is not well encoded");
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> json(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          if (parser.nextToken() == JsonToken.VALUE_STRING) {
            fields.put(name, parser.getText());
          } else {
            parser.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      throw Refusal.of(Answer.BAD_REQUEST, "the body is no JSON object of texts");
    }
    return fields;
  }

  /** A field that is neither missing nor blank. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  /**
   * A field that must be there.
   *
   * @throws Refusal if it is not, or too long
   */
  String required(String name) {
    String text =
        text(name)
            .orElseThrow(() -> Refusal.of(Answer.BAD_REQUEST, "the field " + name + " is missing"));
    if (text.length() > LONGEST) {
      throw Refusal.of(
          Answer.BAD_REQUEST, "the field %s is longer than %d".formatted(name, LONGEST));
    }
    return text;
  }

  /** Without the values: one of them is the token. */
  @Override
  public String toString() {
    return "Fields" + values.keySet();
  }
}
