package dev.canary.app.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.job.Forgetful;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Targets;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.baseline.Approval;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of one used weight in a copy of a model's file, 200 times over: the shipped samples and,
 * where they are at hand, models made by others; ONNX, TorchScript and Tribuo.
 */
@Tag("slow")
class BitFlipsTest {
  private static final int TRIALS = 200;
  private static final int CAPTURES = 6;
  private static final List<String> SHIPPED = List.of("credit-risk", "digits", "house-price");
  private static final Set<String> REAL =
      Set.of(
          "mnist_cnn_pytorch",
          "mnist8_fp32",
          "mnist_cnn_rten",
          "squeezenet_fp16",
          "iris_logreg_tribuo",
          "tinybert_embed",
          "ultraface_rfb320",
          "magika_v3_2",
          "mlp_1000_100_10_pt",
          "linear_r_pt",
          "lin_clf",
          "lin_reg",
          "kmeans");

  @TempDir Path folder = Path.of("");

  @Test
  void aFlippedSignOrExponentIsFoundByTheDigestAndByTheOutputsWhereverTheyMoved() throws Exception {
    List<Trial> trials = trials(Span.Bits.SIGN_OR_EXPONENT, 7);

    report("sign and exponent bits", trials);
    assertThat(trials).hasSize(TRIALS).allMatch(Trial::found);
    assertThat(trials).filteredOn(Trial::moved).isNotEmpty().allMatch(Trial::foundByOutputs);
    assertThat(trials).filteredOn(t -> !t.moved()).noneMatch(Trial::foundByOutputs);
    assertThat(trials).filteredOn(Trial::otherModel).hasSizeLessThan(TRIALS / 50);
  }

  @Test
  void aFlippedMantissaIsFoundByTheDigest() throws Exception {
    List<Trial> trials = trials(Span.Bits.MANTISSA, 8);

    report("mantissa bits", trials);
    assertThat(trials).hasSize(TRIALS).allMatch(Trial::found);
  }

  /**
   * What became of one flip.
   *
   * @param loaded whether the file still loads
   * @param found whether the run with every check is BROKEN, as the digest alone makes it
   * @param moved whether any output is beyond its precision class, or the file does not load
   * @param foundByOutputs whether the run without digests is BROKEN or DRIFTED
   * @param noticed whether the run without digests says anything at all
   * @param otherModel whether the run without digests takes it for another model
   */
  private record Trial(
      String what,
      boolean loaded,
      boolean found,
      boolean moved,
      boolean foundByOutputs,
      boolean noticed,
      boolean otherModel) {}

  private static void report(String bits, List<Trial> trials) {
    List<Trial> moved = trials.stream().filter(Trial::moved).toList();
    System.out.println(bits + ", " + trials.size() + " flips");
    say("found by the weight digest or the load", trials, Trial::found);
    say("did not load", trials, t -> !t.loaded());
    say("moved an output beyond its class", trials, Trial::moved);
    say("  of these found by outputs alone", moved, Trial::foundByOutputs);
    say("  of these taken for another model", moved, Trial::otherModel);
    say("noticed by outputs alone, last bits included", trials, Trial::noticed);
  }

  private static void say(String what, List<Trial> trials, Predicate<Trial> hit) {
    int hits = (int) trials.stream().filter(hit).count();
    System.out.println("  " + what + ": " + new ClopperPearson(hits, trials.size()));
  }

  private List<Trial> trials(Span.Bits bits, long seed) throws Exception {
    RealWorkspace workspace = RealWorkspace.at(folder);
    List<Trial> trials = new ArrayList<>();
    Random random = new Random(seed);
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      List<Subject> subjects = new ArrayList<>();
      for (String suite : suites(workspace)) {
        subjects.add(subject(wiring, suite));
      }
      for (int i = 0; i < TRIALS; i++) {
        trials.add(subjects.get(i % subjects.size()).trial(bits, random));
      }
    }
    return trials;
  }

  /** Writes the suites and tells their names. */
  private List<String> suites(RealWorkspace workspace) throws IOException {
    List<String> suites = new ArrayList<>(SHIPPED);
    Path canaries = repository().resolve("canaries");
    for (String suite : SHIPPED) {
      Files.createDirectories(workspace.suite(suite));
      try (Stream<Path> files = Files.list(canaries.resolve(suite))) {
        for (Path file : files.toList()) {
          Files.copy(file, workspace.suite(suite).resolve(file.getFileName()));
        }
      }
    }
    if (RealData.folder().isPresent()) {
      for (RealModel model : RealModels.all()) {
        if (REAL.contains(model.suite())) {
          workspace.add(model);
          suites.add(model.suite());
        }
      }
    }
    return suites;
  }

  private static Path repository() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("canaries/credit-risk")))
        .findFirst()
        .orElseThrow();
  }

  private static Subject subject(Wiring wiring, String suite) throws Exception {
    Watched watch = wiring.suites(List.of(suite)).get(0);
    Path file = watch.suite().target().file();
    Path healthy = Files.copy(file, file.resolveSibling("healthy"));
    List<Span> spans = Weights.in(file, Files.readAllBytes(file));
    assertThat(spans).as("weights of " + file).isNotEmpty();
    var baseline = wiring.baselineMaker("test", 1, done -> {}, warning -> {}).of(watch, CAPTURES);
    wiring.baselines().write(baseline);
    wiring
        .baselines()
        .approve(suite, baseline.version(), new Approval("test", "", wiring.clock().instant()));
    Subject subject = new Subject(wiring, watch, healthy, spans, new ArrayList<>());
    JudgedRun untouched = subject.run(Checks.standard());
    assertThat(untouched.verdict().level()).as(suite).isEqualTo(Level.HEALTHY);
    subject.answers().add(new Moved(watch.suite(), untouched.run()));
    return subject;
  }

  /** A model to damage. */
  private record Subject(
      Wiring wiring, Watched watch, Path healthy, List<Span> spans, List<Moved> answers) {

    Trial trial(Span.Bits bits, Random random) throws Exception {
      Path file = watch.suite().target().file();
      Span.Bit bit = Span.draw(spans, bits, random);
      byte[] damaged = Files.readAllBytes(healthy);
      bit.flip(damaged);
      // Half of the flips happen before the file was written, half in the file itself.
      if (file.toString().endsWith(".pt") && random.nextBoolean()) {
        TorchZip.mend(damaged);
      }
      Files.write(file, damaged);
      JudgedRun all = run(Checks.standard());
      JudgedRun outputs = run(Checks.withoutIdentity());
      boolean loaded = all.findings().stream().noneMatch(Subject::isLoadFailure);
      boolean byDigest = all.findings().stream().anyMatch(Subject::isOtherWeights);
      return new Trial(
          watch.name() + ": " + bit,
          loaded,
          all.verdict().level() == Level.BROKEN && (byDigest || !loaded),
          !loaded || answers.get(0).beyondClass(outputs.run()),
          outputs.verdict().level() == Level.BROKEN || outputs.verdict().level() == Level.DRIFTED,
          outputs.findings().stream()
              .anyMatch(f -> f.isNews() || f.check().equals("deviation.bits")),
          outputs.findings().stream().anyMatch(Subject::isOtherModel));
    }

    private static boolean isLoadFailure(Finding finding) {
      return finding.cause().toString().contains("LOAD_FAILED");
    }

    private static boolean isOtherModel(Finding finding) {
      return finding.cause().toString().contains("VERSION_CHANGE");
    }

    private static boolean isOtherWeights(Finding finding) {
      return finding.isNews() && finding.check().equals("identity.weights");
    }

    /** A run that is not recorded, of a model that is loaded at once. */
    JudgedRun run(Checks checks) throws Exception {
      Replay replay =
          new Replay(wiring.clock(), System::nanoTime, Duration.ofMinutes(5), done -> {});
      return new RunJob(
              new Targets(new LoadedBefore()),
              wiring.baselines(),
              Tier.GOLDEN,
              checks,
              replay,
              Order::asWritten,
              wiring.evidence(),
              new Forgetful())
          .run(watch, wiring.now())
          .judged();
    }
  }

  /** Only weights differ from what loaded well. */
  private static final class LoadedBefore implements Targets.KnownArtefacts {
    @Override
    public boolean loadedBefore(String key) {
      return true;
    }

    @Override
    public void markLoaded(String key) {}
  }
}
