package dev.canary.check;

import dev.canary.baseline.Baseline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Are the model's inputs and outputs, as the server describes them, those of the baseline?
 *
 * <p>What a target tells of them stands in {@link dev.canary.target.ModelIdentity#provenance()}
 * under keys that begin with {@value #INTERFACE} (names, types and shapes as the server tells them)
 * or {@value #REQUEST} (how a case is sent, which changes what is computed). Both sides are
 * compared key by key: another name, type or shape is a fact. A side that tells none is not
 * compared.
 */
public final class MetadataCheck implements Check {
  static final String NAME = "metadata";
  static final String SENT = "metadata.request";

  /** The beginning of keys that describe a model's inputs and outputs. */
  public static final String INTERFACE = "interface.";

  /** The beginning of keys that tell how a case is sent. */
  public static final String REQUEST = "request.";

  private static final String NONCE = "request.nonce";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    if (comparison.baseline().isEmpty()) {
      return List.of();
    }
    Map<String, String> then =
        comparison.baseline().map(Baseline::model).orElseThrow().provenance();
    Map<String, String> now = comparison.run().model().provenance();
    List<Finding> findings = new ArrayList<>();
    described(then, now).ifPresent(findings::add);
    // Partly read off the answers: where none came, what is missing is no change of its own.
    if (comparison.run().failed() < comparison.run().observations().size()) {
      sent(comparison, then, now).ifPresent(findings::add);
    }
    return comparison.judges() ? findings : findings.stream().map(Finding::describing).toList();
  }

  private static Optional<Finding> described(Map<String, String> then, Map<String, String> now) {
    String what = "the server's description of inputs and outputs";
    SortedMap<String, String> before = below(INTERFACE, then);
    SortedMap<String, String> after = below(INTERFACE, now);
    if (before.isEmpty() && after.isEmpty()) {
      return Optional.empty();
    }
    if (before.isEmpty() || after.isEmpty()) {
      String who = before.isEmpty() ? "the baseline has none" : "this target tells none any more";
      return Optional.of(Finding.held(NAME, Decides.NOTHING, what + " is not compared: " + who));
    }
    List<String> changes = changes(before, after);
    if (changes.isEmpty()) {
      return Optional.of(Finding.held(NAME, Decides.FACT, what + " is the baseline's"));
    }
    return Optional.of(
        Finding.broken(NAME, Cause.SCHEMA, what + " changed: " + String.join("; ", changes))
            .measured(changes.size(), 0));
  }

  private static Optional<Finding> sent(
      Comparison comparison, Map<String, String> then, Map<String, String> now) {
    SortedMap<String, String> before = below(REQUEST, then);
    SortedMap<String, String> after = below(REQUEST, now);
    List<String> changes = changes(before, after);
    if (before.isEmpty() || after.isEmpty() || changes.isEmpty()) {
      return Optional.empty();
    }
    String reason =
        "cases are sent in another way than when they were captured: " + String.join("; ", changes);
    boolean sameRows = Objects.equals(then.get(NONCE), now.get(NONCE));
    return Optional.of(
        sameRows
            ? Finding.held(SENT, Decides.NOTHING, reason)
            : Finding.inconclusive(
                SENT,
                Optional.empty(),
                reason + "; run: canary capture " + comparison.suite().name()));
  }

  private static SortedMap<String, String> below(String prefix, Map<String, String> provenance) {
    SortedMap<String, String> below = new TreeMap<>();
    provenance.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), value);
          }
        });
    return below;
  }

  private static List<String> changes(Map<String, String> before, Map<String, String> after) {
    SortedSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      Optional<String> was = Optional.ofNullable(before.get(key));
      Optional<String> is = Optional.ofNullable(after.get(key));
      if (!was.equals(is)) {
        changes.add(
            is.isEmpty()
                ? key + " (" + was.orElseThrow() + ") is gone"
                : was.isEmpty()
                    ? key + " (" + is.get() + ") is new"
                    : key + " was " + was.get() + ", is " + is.get());
      }
    }
    return changes;
  }
}
