package dev.canary.baseline;

import dev.canary.target.ModelIdentity;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * R captures of one suite on one model version, with noise floor and provenance.
 *
 * @param suite the suite's name
 * @param suiteDigest what the cases were at capture
 * @param model who answered
 * @param status only {@link Status#APPROVED} judges
 * @param approval who accepted it
 * @param provenance how it came to be
 * @param caseIds in the order of the suite
 * @param outputs by name, in the model's order
 * @param heldOut the suite scores of the captures that did not make centre and scale
 * @param heldOutAt when each of them began, in the same order; empty where nobody wrote it down
 * @param latencies per capture and case, in nanoseconds
 * @param computed per capture, how long the server said it computed, in nanoseconds: for each case,
 *     or one mean over all of them ({@link ServerTimes}); empty where it did not tell
 * @param digest SHA-256 of the arrays, which names this baseline in events; empty before it is
 *     written
 */
public record Baseline(
    String suite,
    String suiteDigest,
    ModelIdentity model,
    Status status,
    Optional<Approval> approval,
    Provenance provenance,
    List<String> caseIds,
    Map<String, OutputReference> outputs,
    List<SuiteScores> heldOut,
    List<Instant> heldOutAt,
    List<long[]> latencies,
    List<long[]> computed,
    String digest) {
  /**
   * @throws IllegalArgumentException if some held-out captures have an instant and others none
   */
  public Baseline {
    caseIds = List.copyOf(caseIds);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    heldOut = List.copyOf(heldOut);
    heldOutAt = List.copyOf(heldOutAt);
    if (!heldOutAt.isEmpty() && heldOutAt.size() != heldOut.size()) {
      throw new IllegalArgumentException(
          "%d held-out captures with %d instants".formatted(heldOut.size(), heldOutAt.size()));
    }
    latencies = List.copyOf(latencies);
    computed = List.copyOf(computed);
  }

  /** A baseline of a model that does not tell how long it computed. */
  public Baseline(
      String suite,
      String suiteDigest,
      ModelIdentity model,
      Status status,
      Optional<Approval> approval,
      Provenance provenance,
      List<String> caseIds,
      Map<String, OutputReference> outputs,
      List<SuiteScores> heldOut,
      List<Instant> heldOutAt,
      List<long[]> latencies,
      String digest) {
    this(
        suite,
        suiteDigest,
        model,
        status,
        approval,
        provenance,
        caseIds,
        outputs,
        heldOut,
        heldOutAt,
        latencies,
        List.of(),
        digest);
  }

  /** The version it belongs to: the name of its folder. */
  public String version() {
    return model.versionOrDefault();
  }

  /**
   * What the baseline holds of this output.
   *
   * @throws IllegalArgumentException if it holds nothing of it
   */
  public OutputReference output(String name) {
    OutputReference reference = outputs.get(name);
    if (reference == null) {
      throw new IllegalArgumentException("no output " + name + " in the baseline of " + suite);
    }
    return reference;
  }

  /** The same baseline, accepted. */
  public Baseline approved(Approval by) {
    return with(Status.APPROVED, Optional.of(by));
  }

  /** The same baseline, replaced by a newer one as the suite's trusted behaviour. */
  public Baseline superseded() {
    return with(Status.SUPERSEDED, approval);
  }

  /** The same baseline under the digest of its arrays. */
  public Baseline digested(String ofArrays) {
    return new Baseline(
        suite,
        suiteDigest,
        model,
        status,
        approval,
        provenance,
        caseIds,
        outputs,
        heldOut,
        heldOutAt,
        latencies,
        computed,
        ofArrays);
  }

  /**
   * The same baseline of these cases alone, for facts: the suite scores stay those of all cases.
   */
  Baseline only(Set<String> cases) {
    if (cases.containsAll(caseIds)) {
      return this;
    }
    List<Integer> positions =
        IntStream.range(0, caseIds.size())
            .filter(i -> cases.contains(caseIds.get(i)))
            .boxed()
            .toList();
    Map<String, OutputReference> some = new LinkedHashMap<>();
    outputs.forEach((name, output) -> some.put(name, output.only(positions)));
    return new Baseline(
        suite,
        suiteDigest,
        model,
        status,
        approval,
        provenance,
        positions.stream().map(caseIds::get).toList(),
        some,
        heldOut,
        heldOutAt,
        latencies.stream().map(l -> positions.stream().mapToLong(i -> l[i]).toArray()).toList(),
        digest);
  }

  private Baseline with(Status newStatus, Optional<Approval> newApproval) {
    return new Baseline(
        suite,
        suiteDigest,
        model,
        newStatus,
        newApproval,
        provenance,
        caseIds,
        outputs,
        heldOut,
        heldOutAt,
        latencies,
        computed,
        digest);
  }
}
