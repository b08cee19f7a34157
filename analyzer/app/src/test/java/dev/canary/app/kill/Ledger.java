package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds against each other what was reported, what is stored and what a consumer reads.
 *
 * @param reported the ids of the runs whose result was printed
 * @param store what is stored
 * @param records what a consumer reads from the beginning
 */
record Ledger(Collection<String> reported, RawStore store, List<RawKafka.Delivered> records) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The ids of the runs that these lines of {@code run --output json} report. */
  static List<String> idsIn(List<String> lines) {
    return lines.stream().map(line -> json(line).at("/run/id").asText()).toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing is lost, nothing is doubled, nothing waits. */
  void check() {
    assertThat(store.runs())
        .extracting(RawStore.Run::id)
        .doesNotHaveDuplicates()
        .containsAll(reported);
    everyRunHasItsEvents();
    everyRunIsCountedOnce();
    assertThat(store.waiting()).isEmpty();
    everyEventArrivedAsItIs();
    everyKeyKeptItsOrder();
  }

  private void everyRunHasItsEvents() {
    List<String> expected = new ArrayList<>(store.transitions());
    for (RawStore.Run run : store.runs()) {
      if (run.confirms().isEmpty()) {
        expected.add(run.id() + "/run");
        int news = 0;
        for (JsonNode finding : json(run.summary()).get("findings")) {
          if (!finding.get("outcome").asText().equals("HELD")) {
            expected.add(run.id() + "/finding/" + ++news);
          }
        }
        expected.add(run.id() + "/state");
      }
    }
    assertThat(store.events())
        .extracting(RawStore.Event::id)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /**
   * Runs that are compared with a baseline are numbered without gap, and the last number is held.
   */
  private void everyRunIsCountedOnce() {
    Map<String, Long> counted = new HashMap<>();
    for (RawStore.Run run : store.runs()) {
      JsonNode evidence = json(run.summary()).get("evidence");
      if (!evidence.isNull()) {
        assertThat(evidence.get("runs").asLong())
            .as("number of %s", run.id())
            .isEqualTo(counted.merge(run.watch(), 1L, Long::sum));
      }
    }
    assertThat(store.counted()).isEqualTo(counted);
  }

  private void everyEventArrivedAsItIs() {
    Map<String, Set<String>> contents = new HashMap<>();
    Map<String, RawKafka.Delivered> byId = new HashMap<>();
    for (RawKafka.Delivered record : records) {
      contents.computeIfAbsent(record.id(), id -> new LinkedHashSet<>()).add(record.content());
      byId.put(record.id(), record);
    }
    assertThat(contents.values()).as("one id, one content").allMatch(all -> all.size() == 1);
    Map<String, List<String>> stored =
        store.events().stream()
            .collect(
                Collectors.toMap(
                    RawStore.Event::id, e -> List.of(e.topicName(), e.key(), e.data())));
    Map<String, List<String>> read =
        byId.values().stream()
            .collect(
                Collectors.toMap(
                    RawKafka.Delivered::id, r -> List.of(r.topic(), r.key(), r.value())));
    assertThat(read).containsExactlyInAnyOrderEntriesOf(stored);
  }

  /** A consumer that drops known ids sees each key's events as they were recorded. */
  private void everyKeyKeptItsOrder() {
    Map<String, Set<String>> stored = new LinkedHashMap<>();
    store.events().forEach(e -> add(stored, e.topicName() + " " + e.key(), e.id()));
    Map<String, Set<String>> read = new LinkedHashMap<>();
    records.forEach(r -> add(read, r.topic() + " " + r.key(), r.id()));
    assertThat(read).containsOnlyKeys(stored.keySet());
    stored.forEach((lane, ids) -> assertThat(read.get(lane)).containsExactlyElementsOf(ids));
  }

  private static void add(Map<String, Set<String>> lanes, String lane, String id) {
    lanes.computeIfAbsent(lane, l -> new LinkedHashSet<>()).add(id);
  }

  /** How many runs are stored that nobody was told of: killed between the two. */
  long unreported() {
    return store.runs().stream()
        .filter(run -> run.confirms().isEmpty() && !reported.contains(run.id()))
        .count();
  }

  /** How many records are a redelivery: killed between acknowledgement and remembering it. */
  long redelivered() {
    return records.size() - records.stream().map(RawKafka.Delivered::id).distinct().count();
  }
}
