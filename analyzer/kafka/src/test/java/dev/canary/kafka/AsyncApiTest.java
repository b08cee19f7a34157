package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published AsyncAPI document, held against the code that sends. */
class AsyncApiTest {
  private static final KafkaSettings SETTINGS = KafkaSettings.of("127.0.0.1:1");

  private final JsonNode document = read();

  @Test
  void everyTopicIsAChannelAndEveryChannelATopic() {
    assertThat(names(document.path("channels")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(AsyncApiTest::channel).toList());
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void aChannelHasItsTopicsNameAndConfiguration(Topic topic) {
    JsonNode channel = document.path("channels").path(channel(topic));
    Map<String, String> config = new TreeMap<>();
    channel
        .at("/bindings/kafka/topicConfiguration")
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              config.put(entry.getKey(), (value.isArray() ? value.get(0) : value).asText());
            });

    assertThat(channel.path("address").asText()).isEqualTo(topic.name("{prefix}"));
    assertThat(config).isEqualTo(TopicCommands.configOf(topic));
    assertThat(channel.at("/bindings/kafka/bindingVersion").asText()).isEqualTo("0.5.0");
  }

  @Test
  void everyTypeThatHasASchemaIsAMessageOfThatSchema() {
    Set<String> types = new TreeSet<>();
    for (JsonNode message : document.at("/components/messages")) {
      JsonNode schema = message.at("/payload/schema/$ref");
      if (!schema.isMissingNode()) {
        types.add(message.path("name").asText());
        assertThat(AsyncApiTest.class.getResource(schema.asText())).isNotNull();
        assertThat(schema.asText())
            .isEqualTo(message.path("name").asText().replace("dev.canary.", "schema/") + ".json");
        assertThat(message.at("/bindings/kafka/key/type").asText()).isEqualTo("string");
      }
    }

    assertThat(types).isEqualTo(new TreeSet<>(Schemas.types()));
  }

  @Test
  void itTellsTheHeadersThatRecordsHave() {
    holds("run", Events.event("run-1", Topic.RUNS, "a"));
    holds("removed", Events.tombstone("gone", "a"));
  }

  @Test
  void everyReferenceInsideItLeadsSomewhere() {
    List<JsonNode> references = document.findValues("$ref");

    assertThat(references)
        .isNotEmpty()
        .filteredOn(reference -> reference.asText().startsWith("#"))
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  private void holds(String message, OutgoingEvent event) {
    JsonNode headers = document.at("/components/messages/" + message + "/headers");
    List<String> required = new ArrayList<>();
    headers.path("required").forEach(name -> required.add(name.asText()));
    List<String> sent = new ArrayList<>();
    for (Header header : CloudEventRecords.record(event, SETTINGS).headers()) {
      sent.add(header.key());
    }

    assertThat(sent).containsExactlyInAnyOrderElementsOf(required);
    assertThat(names(headers.path("properties"))).containsAll(required);
  }

  private static String channel(Topic topic) {
    return topic.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> names(JsonNode map) {
    return map.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode read() {
    try (InputStream in = Schemas.class.getResourceAsStream("asyncapi.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
