package dev.canary.bench.experiment;

import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/** What happens to a model, in logits. */
enum ModelChange {
  NONE("none", 0, 0, 0),
  SHIFT_0_1("shift 0.1", 0.1, 0, 0),
  SHIFT_0_2("shift 0.2", 0.2, 0, 0),
  SHIFT_1("shift 1", 1, 0, 0),
  SCATTER_0_2("scatter 0.2", 0, 0.2, 0),
  SCATTER_1("scatter 1", 0, 1, 0),
  ONE_CASE_1("one case moves 1", 0, 0, 1);

  private final String text;
  private final double shift;
  private final double scatter;
  private final double oneCase;

  ModelChange(String text, double shift, double scatter, double oneCase) {
    this.text = text;
    this.shift = shift;
    this.scatter = scatter;
    this.oneCase = oneCase;
  }

  double[] of(double[] logits, ContinuousSampler gaussian) {
    double[] changed = logits.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] += shift + scatter * gaussian.sample();
    }
    changed[0] += oneCase;
    return changed;
  }

  @Override
  public String toString() {
    return text;
  }
}
