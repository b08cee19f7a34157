package dev.canary.bench.experiment;

/** One experiment; its number is that of the catalogue in {@link Experiments}. */
interface Experiment {
  /** What it measures, in one line. */
  String title();

  /** How often it is repeated unless the command line says otherwise. */
  int defaultRepeats();

  /** Measures; the same settings give the same outcome, on however many threads. */
  Outcome measure(Settings settings);
}
