package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.RecordedWorkspace;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Kills {@code canary capture --over} again and again: it goes on with the captures it has. */
final class SpreadKills {
  private static final int CAPTURES = 12;

  private final Path root;
  private final Random random;

  SpreadKills(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
    new RecordedWorkspace(root, "kafka: none\n")
        .suite("loans", 24)
        .answers("loans", RecordedWorkspace.spread(24));
  }

  /** Kills it three times between captures, or in the middle of one, then lets it end. */
  void check() throws IOException {
    Map<String, String> kept = Map.of();
    Instant lastKill = Instant.EPOCH;
    Set<String> seeds = new TreeSet<>();
    for (int enough : List.of(1, 3, 5)) {
      try (CanaryProcess capture = capture()) {
        capture.await(() -> kept().size() >= enough);
        capture.awaitEnd(Duration.ofMillis(random.nextInt(100)));
        assertThat(capture.kill()).as("killed before its end").isTrue();
        lastKill = Instant.now();
      }
      Map<String, String> now = kept();
      assertThat(now).containsAllEntriesOf(kept).hasSizeGreaterThanOrEqualTo(enough);
      kept = now;
      seeds.add(seed());
    }
    try (CanaryProcess capture = capture()) {
      assertThat(capture.finish().exitCode()).isZero();
    }
    RawBaseline baseline = RawBaseline.read(root.resolve("baselines/loans/1")).orElseThrow();
    assertThat(baseline.isWhole()).isTrue();
    assertThat(baseline.captures()).isEqualTo(CAPTURES);
    assertThat(baseline.firstAt()).as("kept over the kills").isBefore(lastKill);
    assertThat(seeds).as("one seed, and it is recorded").containsExactly(baseline.seed());
    assertThat(root.resolve(".canary/captures/loans")).doesNotExist();
  }

  private CanaryProcess capture() {
    String repeats = Integer.toString(CAPTURES);
    return CanaryProcess.start(root, "capture", "loans", "--over", "15s", "--repeats", repeats);
  }

  private String seed() throws IOException {
    return Files.readAllLines(root.resolve(".canary/captures/loans/plan.properties")).stream()
        .filter(line -> line.startsWith("seed="))
        .findFirst()
        .orElseThrow()
        .substring("seed=".length());
  }

  /** The captures kept so far, with the digests of their bytes. */
  private Map<String, String> kept() {
    Path folder = root.resolve(".canary/captures/loans");
    Map<String, String> kept = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.matches("capture-[0-9]+\\.run")) {
            kept.put(name, Digest.of(Files.readAllBytes(file)));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return kept;
  }
}
