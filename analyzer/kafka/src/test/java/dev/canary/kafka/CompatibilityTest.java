package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.canary.event.WatchEvent;
import dev.canary.format.WatchEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a version sent, every later one accepts; what a schema promised, every later one keeps. */
class CompatibilityTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keywords that only explain. */
  private static final Set<String> WORDS = Set.of("title", "description", "$comment", "examples");

  static Stream<Arguments> released() {
    return Released.VERSIONS.stream()
        .flatMap(version -> Released.EVENTS.stream().map(name -> Arguments.of(version, name)));
  }

  @ParameterizedTest
  @MethodSource("released")
  void whatAVersionSentIsOfTodaysSchema(String version, String name) {
    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(today(name))
                .validate(Released.event(version, name), InputFormat.JSON))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("released")
  void whatAVersionSentIsReadToday(String version, String name) throws Exception {
    WatchEvent event =
        WatchEvents.read(
            "dev.canary." + name + ".v1", "a", Optional.of(Released.event(version, name)));

    assertThat(event.getClass().getSimpleName()).isEqualToIgnoringCase(name + "Event");
  }

  @ParameterizedTest
  @MethodSource("released")
  void todaysSchemaAsksForNoMoreThanTheReleasedOne(String version, String name) throws Exception {
    assertThat(narrower(JSON.readTree(Released.schema(version, name)), JSON.readTree(today(name))))
        .isEmpty();
  }

  /** So that no field can go, or be retyped, without a sample that shows it. */
  @ParameterizedTest
  @MethodSource("released")
  void whatAVersionSentShowsEveryPropertyOfItsSchema(String version, String name) throws Exception {
    JsonNode schema = JSON.readTree(Released.schema(version, name));
    Set<String> promised = new TreeSet<>();
    promised("", schema, schema, promised);
    Set<String> shown = new TreeSet<>();
    shown("", JSON.readTree(Released.event(version, name)), shown);

    assertThat(shown).containsAll(promised);
  }

  private static void promised(String path, JsonNode schema, JsonNode top, Set<String> found) {
    JsonNode reference = schema.path("$ref");
    if (reference.isTextual()) {
      promised(path, top.at(reference.asText().substring(1)), top, found);
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            each -> {
              found.add(path + "/" + each.getKey());
              promised(path + "/" + each.getKey(), each.getValue(), top, found);
            });
    for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
      schema.path(keyword).forEach(each -> promised(path, each, top, found));
    }
    if (schema.has("items")) {
      promised(path, schema.get("items"), top, found);
    }
  }

  private static void shown(String path, JsonNode value, Set<String> found) {
    value
        .properties()
        .forEach(
            each -> {
              found.add(path + "/" + each.getKey());
              shown(path + "/" + each.getKey(), each.getValue(), found);
            });
    if (value.isArray()) {
      value.forEach(each -> shown(path, each, found));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"required\": [\"a\"]         | \"required\": [\"a\", \"b\"]   | /required",
        "\"required\": [\"a\", \"b\"]  | \"required\": [\"a\"]          | ",
        "\"enum\": [1, 2]              | \"enum\": [1]                  | /enum",
        "\"enum\": [1]                 | \"enum\": [1, 2]               | ",
        "\"properties\": {\"a\": {}}   | \"properties\": {}             | /properties/a",
        "\"properties\": {}            | \"properties\": {\"a\": {}}    | ",
        "\"title\": \"a\"              | \"title\": \"b\"               | ",
        "\"type\": \"string\"          | \"type\": \"number\"           | /type",
        "\"title\": \"a\"              | \"maximum\": 3                 | /maximum",
        "\"items\": {\"minimum\": 1}   | \"items\": {\"minimum\": 2}    | /items/minimum",
        "\"anyOf\": [{\"const\": 1}]   | \"anyOf\": []                  | /anyOf",
        "\"anyOf\": [{\"const\": 1}]   | \"anyOf\": [{\"const\": 1}, {}] | ",
      })
  void aSchemaMayGrowAndNotNarrow(String then, String now, String where) throws Exception {
    List<String> found = narrower(JSON.readTree("{" + then + "}"), JSON.readTree("{" + now + "}"));

    assertThat(found).isEqualTo(where == null ? List.of() : List.of(where));
  }

  @Test
  void everyTypeHasASampleOfEachVersion() {
    assertThat(Released.EVENTS.stream().map(name -> "dev.canary." + name + ".v1"))
        .containsExactlyInAnyOrderElementsOf(Schemas.types());
  }

  private static String today(String name) {
    return Schemas.of("dev.canary." + name + ".v1").orElseThrow();
  }

  /** Where a schema refuses what the earlier one took. */
  private static List<String> narrower(JsonNode then, JsonNode now) {
    List<String> found = new ArrayList<>();
    compare("", then, now, found);
    return found;
  }

  private static void compare(String path, JsonNode then, JsonNode now, List<String> found) {
    for (Map.Entry<String, JsonNode> keyword : now.properties()) {
      if (!WORDS.contains(keyword.getKey())
          && !then.has(keyword.getKey())
          && !Set.of("properties", "$defs").contains(keyword.getKey())) {
        found.add(path + "/" + keyword.getKey());
      }
    }
    for (Map.Entry<String, JsonNode> keyword : then.properties()) {
      String key = keyword.getKey();
      if (!WORDS.contains(key)) {
        keyword(path + "/" + key, key, keyword.getValue(), now.path(key), found);
      }
    }
  }

  private static void keyword(
      String path, String key, JsonNode then, JsonNode now, List<String> found) {
    switch (key) {
      case "properties", "$defs" -> {
        for (Map.Entry<String, JsonNode> entry : then.properties()) {
          String below = path + "/" + entry.getKey();
          if (now.has(entry.getKey())) {
            compare(below, entry.getValue(), now.get(entry.getKey()), found);
          } else {
            found.add(below);
          }
        }
      }
      case "items" -> compare(path, then, now, found);
      case "required" -> add(path, all(then).containsAll(all(now)), found);
      case "enum", "anyOf" -> add(path, all(now).containsAll(all(then)), found);
      default -> add(path, then.equals(now), found);
    }
  }

  private static void add(String path, boolean holds, List<String> found) {
    if (!holds) {
      found.add(path);
    }
  }

  private static List<JsonNode> all(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }
}
