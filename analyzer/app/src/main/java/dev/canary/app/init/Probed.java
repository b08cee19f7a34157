package dev.canary.app.init;

import dev.canary.replay.Observation;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Sign;
import dev.canary.target.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a probe saw of a server without any configuration.
 *
 * @param found protocol and model
 * @param health what the server said of itself
 * @param model who answered
 * @param signature what the model takes
 * @param inference the one inference that was tried; empty if too little is known to try one
 * @param untried why none could be tried; empty if one was
 * @param cache whether answers look cached, in a sentence
 * @param next the command that comes next
 */
public record Probed(
    Found found,
    Optional<Health> health,
    ModelIdentity model,
    Signature signature,
    Optional<Observation> inference,
    String untried,
    String cache,
    String next) {

  /** Protocol-ready, and one inference was good: only both together mean ready. */
  public boolean isReady() {
    return !refuses() && inference.filter(Probed::isGood).isPresent();
  }

  /**
   * An answer with content, and all its numbers are numbers: broken weights answer NaN in good
   * form.
   */
  static boolean isGood(Observation seen) {
    return seen instanceof Observation.Answered answered
        && answered.output().tensors().values().stream().anyMatch(tensor -> tensor.size() > 0)
        && notFinite(answered).isEmpty();
  }

  /** The outputs that hold NaN or infinity. */
  static List<String> notFinite(Observation.Answered answered) {
    return answered.output().tensors().entrySet().stream()
        .filter(output -> output.getValue().dtype().isFloat())
        .filter(output -> !Arrays.stream(output.getValue().toDoubles()).allMatch(Double::isFinite))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Too little is known to try an inference, and the server does not say that it is not ready. */
  public boolean isUnknown() {
    return !refuses() && inference.isEmpty();
  }

  private boolean refuses() {
    return health.map(Health::ready).filter(ready -> ready.says() == Sign.Says.NO).isPresent();
  }

  /** Everything that is peculiar about this server, in sentences. */
  public List<String> quirks() {
    return Stream.concat(
            found.remarks().stream(), health.stream().flatMap(h -> h.remarks().stream()))
        .distinct()
        .toList();
  }
}
