package dev.canary.bench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Runs independent repeats on several threads, with a progress bar on a terminal; {@code
 * experiments.sh} says whether there is one.
 */
final class Repeats {
  private Repeats() {}

  /** The results in the order of the repeats. */
  static <T> List<T> of(String task, Settings settings, IntFunction<T> repeat) {
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    Optional<ProgressBar> bar = bar(task, settings.repeats());
    try {
      List<Future<T>> started = new ArrayList<>();
      for (int i = 0; i < settings.repeats(); i++) {
        int number = i;
        started.add(pool.submit(() -> repeat.apply(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : started) {
        results.add(one.get());
        bar.ifPresent(ProgressBar::step);
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(task + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(task + " was interrupted", e);
    } finally {
      bar.ifPresent(ProgressBar::close);
      pool.shutdownNow();
    }
  }

  private static Optional<ProgressBar> bar(String task, int repeats) {
    if (!Boolean.getBoolean("canary.terminal")) {
      return Optional.empty();
    }
    return Optional.of(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(repeats)
            .setStyle(ProgressBarStyle.ASCII)
            .build());
  }
}
