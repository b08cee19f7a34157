package dev.canary.app.web;

import dev.canary.check.Cause;
import dev.canary.event.JudgedRun;
import dev.canary.evidence.EvidenceStep;
import dev.canary.format.RunSummary;
import dev.canary.store.StoredRun;
import dev.canary.verdict.Verdict.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One run in a row of many.
 *
 * @param run its id
 * @param startedAt when
 * @param took how long
 * @param version of the model
 * @param summary what else there is to say
 */
record Tick(
    String run, Level level, Instant startedAt, Duration took, String version, RunSummary summary) {

  static Tick of(StoredRun run) {
    return new Tick(
        run.id(),
        run.verdict(),
        run.startedAt(),
        run.duration(),
        run.modelVersion(),
        RunSummary.read(run.summary()));
  }

  static Tick of(JudgedRun judged) {
    Optional<EvidenceStep> step = judged.evidence().map(e -> e.step());
    List<String> causes = judged.verdict().causes().stream().map(Cause::name).toList();
    return new Tick(
        judged.id(),
        judged.verdict().level(),
        judged.run().startedAt(),
        judged.run().duration(),
        judged.run().model().versionOrDefault(),
        new RunSummary(
            causes,
            step.map(s -> OptionalDouble.of(s.evidence())).orElse(OptionalDouble.empty()),
            step.map(s -> OptionalDouble.of(s.threshold())).orElse(OptionalDouble.empty())));
  }
}
