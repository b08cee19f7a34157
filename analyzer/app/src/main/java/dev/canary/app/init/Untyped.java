package dev.canary.app.init;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Signature;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Outputs of a protocol that tells no types, of which some answer was whole: 2 is read as int64 and
 * 0.5 as fp64, so that the first fraction would look like another type.
 *
 * @param outputs their names, sorted
 */
record Untyped(Set<String> outputs) {
  static final Untyped NONE = new Untyped(Set.of());

  /** The largest number up to which fp64 holds every whole one. */
  private static final double EXACT = 0x1p53;

  Untyped {
    outputs = new TreeSet<>(outputs);
  }

  /** Those of a run, but for outputs whose type the server's metadata tell. */
  static Untyped in(Run tried) {
    Set<String> whole = new TreeSet<>();
    Set<String> large = new TreeSet<>();
    for (Observation observation : tried.observations()) {
      if (observation instanceof Observation.Answered answered) {
        answered
            .output()
            .tensors()
            .forEach(
                (name, tensor) -> {
                  // An answer to no rows holds no number, whole or not.
                  if (tensor.dtype() == DType.INT64 && tensor.size() > 0) {
                    (isExact(tensor) ? whole : large).add(name);
                  }
                });
      }
    }
    whole.removeAll(large);
    whole.removeIf(name -> tried.model().provenance().containsKey(Signature.OUTPUT + name));
    return new Untyped(whole);
  }

  private static boolean isExact(Tensor tensor) {
    return Arrays.stream(tensor.toDoubles()).allMatch(value -> Math.abs(value) < EXACT);
  }

  /** The lines of the part {@code target} that read them as fp64. */
  String yaml() {
    return outputs.isEmpty()
        ? ""
        : outputs.stream()
            .map(name -> TargetYaml.quoted(name) + ": fp64")
            .collect(
                Collectors.joining(
                    ", ",
                    "  # Whole numbers so far; nobody tells whether a fraction may follow.\n  types: {",
                    "}\n"));
  }
}
