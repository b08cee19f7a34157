package dev.canary.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs experiments by their numbers. */
@Command(
    name = "experiments",
    description = {
      "Measures false alerts, delays and power. Writes experiment-N.csv (one row a repeat) and",
      "experiment-N-figures.csv, and ends with 1 when a figure does not keep its bound."
    },
    mixinStandardHelpOptions = true)
public final class Experiments implements Callable<Integer> {
  private static final Map<Integer, Experiment> ALL =
      new TreeMap<>(
          Map.of(
              1, new IndependentNoise(),
              2, new PersistentNoise(),
              3, new DetectionDelay(),
              4, new BudgetIdentity(),
              5, new PairedPower(),
              14, new SharedReference(),
              15, new ReChecks(),
              16, new Recoveries()));

  @Parameters(arity = "1..*", description = "Numbers of experiments.")
  private List<Integer> numbers = List.of();

  @Option(
      names = {"--models", "--repeats"},
      description = "Independent models or repeats; each experiment has its own default.")
  private Optional<Integer> repeats = Optional.empty();

  @Option(names = "--runs", description = "Runs a model is watched for: ${DEFAULT-VALUE}.")
  private int runs = Settings.PERIOD;

  @Option(names = "--seed", description = "All chance is drawn from it: ${DEFAULT-VALUE}.")
  private long seed = 7;

  @Option(names = "--threads", description = "Without influence on the figures: ${DEFAULT-VALUE}.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--out", description = "Folder of the CSV files: ${DEFAULT-VALUE}.")
  private Path out = Path.of("experiments");

  /** Runs those named. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new Experiments()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    boolean holds = true;
    for (int number : numbers) {
      Experiment experiment = ALL.get(number);
      if (experiment == null) {
        throw new IllegalArgumentException(
            "there is no experiment " + number + ", only " + ALL.keySet());
      }
      holds &= measure(number, experiment);
    }
    return holds ? 0 : 1;
  }

  private boolean measure(int number, Experiment experiment) throws IOException {
    int times = repeats.orElse(experiment.defaultRepeats());
    Outcome outcome = experiment.measure(new Settings(times, runs, seed, threads));
    outcome.raw().write(out.resolve("experiment-" + number + ".csv"));
    outcome.figures().write(out.resolve("experiment-" + number + "-figures.csv"));
    System.out.printf(
        "%n%d. %s (%d repeats, seed %d)%n%n", number, experiment.title(), times, seed);
    System.out.println(outcome.figures());
    System.out.println();
    outcome.claims().forEach(System.out::println);
    return outcome.claims().stream().allMatch(Claim::holds);
  }
}
