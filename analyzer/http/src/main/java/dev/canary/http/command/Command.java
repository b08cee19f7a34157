package dev.canary.http.command;

import dev.canary.suite.Reset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is run and how long it is waited for.
 *
 * @param words the program and its arguments
 * @param model the file that holds the model; its folder is the working directory
 * @param timeout of one answer, starting the process included
 * @param maxLine the longest line that is read, in bytes
 * @param artifactDigest of the model's file
 * @param version that the suite says
 * @param reset {@code reload} starts a fresh process for every case
 */
record Command(
    List<String> words,
    Path model,
    Duration timeout,
    int maxLine,
    String artifactDigest,
    Optional<String> version,
    Reset reset) {
  Command {
    words = List.copyOf(words);
  }

  /** The folder in which the process runs. */
  Path folder() {
    return Optional.ofNullable(model.getParent()).orElse(model);
  }
}
