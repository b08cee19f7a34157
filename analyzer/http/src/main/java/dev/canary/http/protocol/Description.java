package dev.canary.http.protocol;

import dev.canary.target.Counted;
import dev.canary.target.Counted.Inferences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a server tells of itself and of its model.
 *
 * @param server its name and version, as in {@code triton 2.51.0}
 * @param models the names of the models it serves, where it lists them
 * @param inputs by name, in the server's order; empty where it does not tell
 * @param outputs by name, in the server's order
 * @param versions of the model, by the place that tells them, as in {@code metadata.versions}
 * @param extensions of the protocol that it lists
 * @param cacheHits how many answers it took from a cache since it started
 * @param inferences what it counted since it started
 * @param remarks quirks that a reader should know, in sentences
 */
public record Description(
    Optional<String> server,
    List<String> models,
    Map<String, Port> inputs,
    Map<String, Port> outputs,
    Map<String, Set<String>> versions,
    Set<String> extensions,
    OptionalLong cacheHits,
    Optional<Inferences> inferences,
    List<String> remarks) {
  /** Nothing is told. */
  public static final Description EMPTY =
      new Description(
          Optional.empty(),
          List.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Set.of(),
          OptionalLong.empty(),
          Optional.empty(),
          List.of());

  public Description {
    models = List.copyOf(models);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    extensions = Set.copyOf(extensions);
    remarks = List.copyOf(remarks);
  }

  /**
   * One input or output of a model.
   *
   * @param datatype in the protocol's own word, as in {@code FP32}
   * @param shape -1 for a dimension that varies
   */
  public record Port(String datatype, List<Long> shape) {
    public Port {
      shape = List.copyOf(shape);
    }

    /** Type and shape, as in {@code FP32[-1, 4]}. */
    @Override
    public String toString() {
      return datatype + shape;
    }
  }

  /** What it has counted. */
  public Counted counted() {
    return new Counted(cacheHits, inferences);
  }

  /** All that this and another description tell; this one first. */
  public Description and(Description other) {
    Map<String, Set<String>> allVersions = new TreeMap<>(versions);
    other.versions.forEach(
        (place, found) ->
            allVersions.merge(
                place,
                found,
                (a, b) -> {
                  Set<String> both = new TreeSet<>(a);
                  both.addAll(b);
                  return both;
                }));
    Set<String> allExtensions = new TreeSet<>(extensions);
    allExtensions.addAll(other.extensions);
    List<String> allRemarks = new ArrayList<>(remarks);
    allRemarks.addAll(other.remarks);
    return new Description(
        server.or(() -> other.server),
        models.isEmpty() ? other.models : models,
        inputs.isEmpty() ? other.inputs : inputs,
        outputs.isEmpty() ? other.outputs : outputs,
        allVersions,
        allExtensions,
        cacheHits.isPresent() ? cacheHits : other.cacheHits,
        inferences.or(() -> other.inferences),
        allRemarks);
  }
}
