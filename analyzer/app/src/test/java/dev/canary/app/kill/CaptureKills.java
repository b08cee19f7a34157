package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.baseline.Baseline;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.format.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Kills {@code canary capture} at random instants, by turns over the trusted baseline and for a
 * version that has none yet.
 */
final class CaptureKills {
  private static final String TRUSTED = "1";

  /** Enough for files whose writing takes some milliseconds. */
  private static final int CASES = 1000;

  /** The two files, the arrays that are to replace those in place, and a draft of each of them. */
  private static final int MOST_FILES = 6;

  private final Path root;
  private final Random random;
  private final Cli canary;
  private final Baselines baselines;
  private Duration toFirstFile = Duration.ZERO;
  private Duration toLastFile = Duration.ZERO;
  private Duration toEnd = Duration.ZERO;
  private int replaced;
  private int beside;
  private int drafts;

  CaptureKills(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
    this.canary = new Cli(root);
    this.baselines = new Baselines(new Workspace(root));
    new RecordedWorkspace(root, "kafka: none\n")
        .suite("loans", CASES)
        .answers("loans", RecordedWorkspace.spread(CASES));
    assertThat(canary.run("capture").exitCode()).isZero();
    approve();
  }

  /** Kills so many captures and looks at the baselines after each. */
  void check(int kills) throws FormatException, IOException {
    measure();
    int killed = 0;
    for (int attempt = 0; killed < kills; attempt++) {
      assertThat(attempt).as("captures that ended before they were killed").isLessThan(4 * kills);
      String version = attempt % 4 == 3 ? "new-" + attempt : TRUSTED;
      deploy(version);
      boolean anyInstant = attempt % 3 == 0;
      killed += killed(version, anyInstant) ? 1 : 0;
      if (attempt % 2 == 0) {
        theNextCommandPutsTheFilesInPlace(version);
      }
    }
    deploy(TRUSTED);
    assertThat(canary.run("capture").exitCode()).isZero();
    assertThat(RawBaseline.files(folder(TRUSTED)))
        .as("nothing piles up")
        .containsExactly("baseline.json", "outputs.safetensors");
    System.out.printf(
        "%d captures killed: %d left the new baseline, %d of them with its arrays beside their"
            + " place; %d left a draft; undisturbed %d ms, writing %d ms%n",
        killed,
        replaced,
        beside,
        drafts,
        toEnd.toMillis(),
        toLastFile.minus(toFirstFile).toMillis());
  }

  private void measure() {
    RawBaseline before = RawBaseline.read(folder(TRUSTED)).orElseThrow();
    try (CanaryProcess capture = capture()) {
      capture.await(() -> !RawBaseline.files(folder(TRUSTED)).equals(before.files()));
      toFirstFile = capture.age();
      capture.await(() -> isReplaced(before));
      toLastFile = capture.age();
      capture.await(() -> !capture.lines().isEmpty());
      toEnd = capture.age();
    }
    approve();
  }

  private boolean isReplaced(RawBaseline before) {
    return RawBaseline.files(folder(TRUSTED)).equals(before.files())
        && !RawBaseline.read(folder(TRUSTED)).orElseThrow().json().equals(before.json());
  }

  private boolean killed(String version, boolean anyInstant) {
    Optional<RawBaseline> before = RawBaseline.read(folder(version));
    Optional<RawBaseline> trusted = RawBaseline.read(folder(TRUSTED));
    List<String> files = RawBaseline.files(folder(version));
    try (CanaryProcess capture = capture()) {
      double share = random.nextDouble();
      if (anyInstant) {
        wait(capture, toEnd, share);
      } else {
        capture.await(() -> !RawBaseline.files(folder(version)).equals(files));
        // On a busy machine what was measured is long, and mostly spent before it is begun.
        boolean early = random.nextBoolean();
        wait(capture, toLastFile.minus(toFirstFile), early ? share * share * share : share);
      }
      boolean killed = capture.kill();
      theBaselineIsTheOldOneOrTheNewOne(version, before);
      if (!version.equals(TRUSTED)) {
        assertThat(RawBaseline.read(folder(TRUSTED))).isEqualTo(trusted);
      }
      return killed;
    }
  }

  private static void wait(CanaryProcess capture, Duration atMost, double share) {
    capture.awaitEnd(Duration.ofNanos((long) (share * atMost.toNanos())));
  }

  private void theBaselineIsTheOldOneOrTheNewOne(String version, Optional<RawBaseline> before) {
    Optional<RawBaseline> after = RawBaseline.read(folder(version));
    List<String> files = RawBaseline.files(folder(version));
    assertThat(files).hasSizeLessThanOrEqualTo(MOST_FILES);
    drafts += files.stream().anyMatch(name -> name.contains(".tmp-")) ? 1 : 0;
    assertThat(after.isPresent() || before.isEmpty()).as("a baseline stays").isTrue();
    after.ifPresent(
        now -> {
          assertThat(now.isWhole()).as("whole: %s", now).isTrue();
          boolean isNew = !now.json().equals(before.map(RawBaseline::json).orElse(""));
          assertThat(isNew && !now.status().equals("captured")).isFalse();
          replaced += isNew ? 1 : 0;
          beside += isNew && !now.inPlace() ? 1 : 0;
        });
  }

  private void theNextCommandPutsTheFilesInPlace(String version) throws FormatException {
    Optional<RawBaseline> before = RawBaseline.read(folder(version));
    Optional<Baseline> read = baselines.read("loans", version);
    assertThat(read.isPresent()).isEqualTo(before.isPresent());
    if (read.isPresent()) {
      RawBaseline after = RawBaseline.read(folder(version)).orElseThrow();
      assertThat(after.json()).isEqualTo(before.orElseThrow().json());
      assertThat(after.inPlace()).isTrue();
      assertThat(after.files()).doesNotContain(".outputs.safetensors.next");
      if (version.equals(TRUSTED) && after.status().equals("captured")) {
        approve();
      }
    }
  }

  private void approve() {
    assertThat(canary.run("approve", "loans", "--version", TRUSTED).exitCode()).isZero();
  }

  private CanaryProcess capture() {
    return CanaryProcess.start(root, "capture", "loans", "--repeats", "4");
  }

  private Path folder(String version) {
    return root.resolve("baselines/loans").resolve(version);
  }

  private void deploy(String version) throws IOException {
    Path file = root.resolve("canaries/loans/suite.yaml");
    String text = Files.readString(file);
    Files.writeString(
        file, text.replaceFirst("version: \"[^\"]*\"", "version: \"" + version + '"'));
  }
}
