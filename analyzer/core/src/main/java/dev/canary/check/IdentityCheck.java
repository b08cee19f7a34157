package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.target.ModelIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Is the model that answered the one that was captured? Digests are facts about the artefact; the
 * outputs are judged apart from them.
 */
public final class IdentityCheck implements Check {
  static final String WEIGHTS = "identity.weights";
  static final String ARTIFACT = "identity.artifact";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    if (!comparison.judges()) {
      return List.of();
    }
    ModelIdentity then = comparison.baseline().map(Baseline::model).orElseThrow();
    ModelIdentity now = comparison.run().model();
    List<Finding> findings = new ArrayList<>();
    findings.add(weights(then, now));
    artifact(then, now).ifPresent(findings::add);
    return findings;
  }

  private static Finding weights(ModelIdentity then, ModelIdentity now) {
    if (then.weightDigest().isEmpty() || now.weightDigest().isEmpty()) {
      return Finding.held(
          WEIGHTS, Decides.FACT, "weight digests not compared: " + missing(then, now));
    }
    if (then.weightDigest().equals(now.weightDigest())) {
      return Finding.held(WEIGHTS, Decides.FACT, "the weight digest is the baseline's");
    }
    return Finding.broken(
        WEIGHTS,
        Cause.WEIGHTS_CHANGED,
        "version %s has other weights than its baseline: %s, captured %s"
            .formatted(
                now.versionOrDefault(),
                now.weightDigest().orElseThrow(),
                then.weightDigest().orElseThrow()));
  }

  private static String missing(ModelIdentity then, ModelIdentity now) {
    if (then.weightDigest().isEmpty() && now.weightDigest().isEmpty()) {
      return "neither the baseline nor this target tells one";
    }
    return then.weightDigest().isEmpty() ? "the baseline has none" : "this target tells none";
  }

  private static Optional<Finding> artifact(ModelIdentity then, ModelIdentity now) {
    if (then.artifactDigest().isEmpty()
        || now.artifactDigest().isEmpty()
        || then.artifactDigest().equals(now.artifactDigest())) {
      return Optional.empty();
    }
    boolean sameWeights =
        then.weightDigest().isPresent() && then.weightDigest().equals(now.weightDigest());
    String why =
        sameWeights
            ? "re-exported: another file with the same weights"
            : "another file than the captured one";
    return Optional.of(Finding.held(ARTIFACT, Decides.FACT, why));
  }
}
