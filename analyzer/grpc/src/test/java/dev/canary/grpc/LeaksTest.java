package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a target leaves behind when it is closed: nothing. */
@Timeout(120)
class LeaksTest {
  /** The threads of targets that are alive. */
  static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(Threads.NAME))
        .toList();
  }

  @Test
  void noThreadOutlivesATarget() throws Exception {
    try (Stub server = Stub.start()) {
      for (int round = 0; round < 50; round++) {
        try (Target target = Targets.open(server, Map.of())) {
          target.expect(List.of());
          target.predict(Targets.CASE);
          assertThat(threads()).isNotEmpty();
        }
        assertThat(threads()).isEmpty();
      }
    }
  }

  @Test
  void noThreadOutlivesATargetWhoseServerHangs() throws Exception {
    try (Stub server = Stub.start()) {
      server.infer = (request, answers) -> {};
      for (int round = 0; round < 3; round++) {
        try (Target target = Targets.open(server, Map.of("timeouts.total", "PT1S"))) {
          assertThat(Targets.failure(target).reason()).isEqualTo(Reason.TIMED_OUT);
        }
        assertThat(threads()).isEmpty();
      }
    }
  }

  @Test
  void noThreadOutlivesATargetWhoseServerIsNotThere() throws Exception {
    for (int round = 0; round < 10; round++) {
      try (Target target = Targets.open("grpc://127.0.0.1:1/m", Map.of())) {
        assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);
      }
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void manyAtOnceEachGetTheirOwnAnswer() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(8);
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("concurrency", "8"))) {
      List<Future<Integer>> sums =
          IntStream.range(0, 8).mapToObj(sender -> senders.submit(() -> answered(target))).toList();
      for (Future<Integer> sum : sums) {
        assertThat(sum.get()).isEqualTo(250);
      }
    } finally {
      senders.shutdownNow();
    }
  }

  private static int answered(Target target) throws PredictionException {
    int count = 0;
    for (int i = 0; i < 250; i++) {
      count += target.predict(Targets.CASE).tensors().size();
    }
    return count;
  }
}
