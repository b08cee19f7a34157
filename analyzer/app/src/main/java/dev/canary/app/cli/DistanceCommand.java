package dev.canary.app.cli;

import dev.canary.app.job.Batch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares predictions by any test or distance, from two files or as a service to others. */
@Command(
    name = "distance",
    description = "Compare two files of predictions by any test or distance.",
    footer = {"", "Examples:", "  canary distance --batch requests.jsonl > answers.jsonl"})
final class DistanceCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "Answer requests, one JSON object a line (- for standard input).")
  private @Nullable String batch;

  @Override
  public Integer call() throws IOException {
    String file = Common.given(batch).orElseThrow();
    try (BufferedReader lines = lines(file)) {
      Batch.Outcome outcome = new Batch(Common::answer).run(lines);
      if (outcome.refused() > 0) {
        common.remark(
            "%d of %d requests were answered with an error"
                .formatted(outcome.refused(), outcome.requests()));
      }
    }
    return ExitCodes.DONE;
  }

  private static BufferedReader lines(String file) throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : new BufferedReader(
            new InputStreamReader(Files.newInputStream(Path.of(file)), StandardCharsets.UTF_8));
  }
}
