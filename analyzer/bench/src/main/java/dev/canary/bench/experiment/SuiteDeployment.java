package dev.canary.bench.experiment;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pairing;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Score;
import dev.canary.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A suite of cases with noise in every number: captured and paired by the product, scale rule and
 * labels included.
 */
final class SuiteDeployment implements Deployment {
  private static final int LOADS = 2;

  private final NoisySuite answers;
  private final Suite suite;
  private Optional<Baseline> baseline = Optional.empty();

  SuiteDeployment(NoisySuite answers) {
    this.answers = answers;
    this.suite = answers.suite();
  }

  @Override
  public Calibration capture(int heldOut, Plan plan, UniformRandomProvider random) {
    int all = heldOut + firstGroup(heldOut);
    List<Capture> captures = new ArrayList<>();
    for (int captured : plan.runs(all, answers.noise(), random)) {
      answers.skipTo(captured);
      captures.add(new Capture(captures.size() % LOADS, answers.run()));
    }
    Provenance provenance =
        new Provenance(START, START, "bench", "bench", "17", random.nextLong(), all, LOADS);
    try {
      Baseline made = Captures.toBaseline(suite, captures, provenance);
      baseline = Optional.of(made);
      return Calibration.of(Score.ALL, made.heldOut(), made.heldOutAt());
    } catch (CaptureException e) {
      throw new IllegalStateException("these captures are complete and of one shape", e);
    }
  }

  @Override
  public SuiteScores next() {
    Map<String, OutputReference> captured = baseline.orElseThrow().outputs();
    return Pairing.of(suite, captured, answers.answers()).countedScores(captured);
  }

  /** How many captures give centre and scale when so many are held out: a quarter of all. */
  private static int firstGroup(int heldOut) {
    return Math.max(5, heldOut / 3);
  }
}
