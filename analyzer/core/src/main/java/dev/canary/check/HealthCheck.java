package dev.canary.check;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Sign;
import dev.canary.target.Sign.Says;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Is the server live, is its model ready, and does it infer? Three observations, because servers
 * lie: ready means that the protocol says so <em>and</em> that at least one golden case was
 * answered.
 *
 * <p>A server that says it is not ready is a fact, golden answers or not; one that says it is ready
 * and answers no golden case is not ready either. Where a protocol says nothing that means
 * anything, the golden answers alone tell, and {@link AnswersCheck} judges them. What a reader
 * should know of the server (its quirks, a switched-off TLS verification) is told and decides
 * nothing.
 *
 * <p>Sources: KServe's Python server answers {@code live} and {@code ready} with constants;
 * MLServer is ready with an empty registry (issue 2056); vLLM's {@code /health} is 200 while
 * generation is dead (issues 24207 and 16259).
 */
public final class HealthCheck implements Check {
  static final String NAME = "health";

  /** The name of the finding that tells what a reader should know of a server. */
  public static final String REMARKS = "health.remarks";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    comparison.run().health().ifPresent(health -> findings.add(of(comparison.run(), health)));
    remarks(comparison).ifPresent(findings::add);
    return findings;
  }

  private static Finding of(Run run, Health health) {
    int cases = run.observations().size();
    int answered = cases - run.failed();
    Optional<Sign> no =
        List.of(health.live(), health.ready()).stream()
            .filter(sign -> sign.says() == Says.NO)
            .findFirst();
    if (no.isPresent()) {
      Cause cause = isReached(run, health) ? Cause.NOT_READY : Cause.UNREACHABLE;
      String though =
          answered == 0 ? "" : ", though it answered %d of %d cases".formatted(answered, cases);
      return Finding.broken(
          NAME, cause, "the server says it is not ready: " + no.get().reason() + though);
    }
    boolean saysReady = health.ready().says() == Says.YES;
    if (saysReady && answered == 0) {
      return Finding.broken(
          NAME,
          Cause.NOT_READY,
          "the server says it is ready, and answers no golden case: " + health.ready().reason());
    }
    return saysReady
        ? Finding.held(
            NAME,
            Decides.FACT,
            "the server says it is ready, and answered %d of %d golden cases"
                .formatted(answered, cases))
        : Finding.held(
            NAME,
            Decides.NOTHING,
            "golden cases alone tell, %d of %d answered: %s"
                .formatted(answered, cases, health.ready().reason()));
  }

  /** True when something answered: a health endpoint with yes, or a case in any way. */
  private static boolean isReached(Run run, Health health) {
    return health.live().says() == Says.YES
        || health.ready().says() == Says.YES
        || run.observations().stream()
            .anyMatch(
                o ->
                    o instanceof Observation.Answered
                        || o.exchange().filter(e -> e.status().isPresent()).isPresent());
  }

  /** What a reader should know of the server and of its answers, each thing once. */
  private static Optional<Finding> remarks(Comparison comparison) {
    List<String> told =
        new ArrayList<>(comparison.run().health().map(Health::remarks).orElse(List.of()));
    Map<String, Integer> ofAnswers = new TreeMap<>();
    for (Observation observation : comparison.run().observations()) {
      observation
          .exchange()
          .map(Exchange::facts)
          .ifPresent(
              facts -> {
                Optional.ofNullable(facts.get(Exchange.REMARK))
                    .ifPresent(remark -> ofAnswers.merge(remark, 1, Integer::sum));
                Optional.ofNullable(facts.get(Exchange.RESENT))
                    .ifPresent(why -> ofAnswers.merge("sent again: " + why, 1, Integer::sum));
              });
    }
    ofAnswers.forEach(
        (remark, count) -> told.add((count == 1 ? "1 answer: " : count + " answers: ") + remark));
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(Finding.held(REMARKS, Decides.NOTHING, String.join("; ", told)));
  }
}
