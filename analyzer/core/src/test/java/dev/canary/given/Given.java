package dev.canary.given;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Contract;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Platform;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import dev.canary.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Suites, models, captures and runs made of plain numbers, for tests of what is decided. */
public final class Given {
  /** The name of the output where there is only one. */
  public static final String OUT = "out";

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private Given() {}

  /** What a capture answers to a case. */
  @FunctionalInterface
  public interface Answers {
    Output of(int capture, int position);
  }

  public static OutputSpec spec(OutputKind kind, Precision precision) {
    return new OutputSpec(kind, precision, Contract.NONE, false, OptionalDouble.empty());
  }

  public static OutputSpec deterministic(OutputKind kind, Precision precision) {
    return new OutputSpec(kind, precision, Contract.NONE, true, OptionalDouble.empty());
  }

  public static Case aCase(String id, String... tags) {
    Case bare = Case.of(id, Input.of(Map.of()));
    return new Case(
        id, bare.input(), List.of(tags), "", bare.expect(), bare.tolerance(), bare.precision());
  }

  /** Cases c0, c1 and so on. */
  public static List<Case> cases(int count) {
    return IntStream.range(0, count).mapToObj(i -> aCase("c" + i)).toList();
  }

  public static Suite suite(OutputSpec any, List<Case> cases) {
    return suite(any, Map.of(), cases);
  }

  public static Suite suite(OutputSpec any, Map<String, OutputSpec> outputs, List<Case> cases) {
    return new Suite(
        "pets",
        "",
        TargetSpec.of("fake", Path.of("model")),
        any,
        outputs,
        cases,
        Suite.DEFAULT_REPEATS,
        Optional.empty(),
        false,
        "sha256:cases");
  }

  /** Version 1, known weights, a known platform. */
  public static ModelIdentity model() {
    return model("1", Optional.of("sha256:weights"), Optional.of("cpu"));
  }

  /** Version 1, no digests, platform unknown: what recorded predictions tell of themselves. */
  public static ModelIdentity recorded() {
    return model("1", Optional.empty(), Optional.empty());
  }

  public static ModelIdentity model(
      String version, Optional<String> weights, Optional<String> cpu) {
    return new ModelIdentity(
        "pet",
        Optional.of(version),
        Optional.empty(),
        weights,
        "Fake",
        "1.0",
        cpu.map(name -> new Platform("Linux", "amd64", name, "1 thread")),
        Map.of());
  }

  public static Output row(double... values) {
    return Output.of(OUT, Tensor.ofDoubles(new int[] {1, values.length}, values));
  }

  public static Output texts(String... values) {
    return Output.of(OUT, Tensor.ofTexts(new int[] {values.length}, List.of(values)));
  }

  /** The only tensor of an answer. */
  public static Tensor tensor(Output output) {
    return output.tensors().values().iterator().next();
  }

  /** A run in which every case is answered, in one millisecond. */
  public static Run run(Suite suite, ModelIdentity model, IntFunction<Output> answers) {
    return observed(
        suite,
        model,
        i -> new Observation.Answered(suite.cases().get(i).id(), answers.apply(i), 1_000_000));
  }

  public static Run failing(Suite suite, ModelIdentity model, Reason reason) {
    return observed(
        suite,
        model,
        i -> new Observation.Failed(suite.cases().get(i).id(), reason, "no answer", 1_000_000));
  }

  public static Run observed(
      Suite suite, ModelIdentity model, IntFunction<Observation> observations) {
    List<Observation> all =
        IntStream.range(0, suite.cases().size()).mapToObj(observations).toList();
    return new Run(suite.name(), model, NOON, Duration.ofMillis(5), all);
  }

  /** Captures taken over two loads in turn. */
  public static List<Capture> captures(
      Suite suite, ModelIdentity model, int count, Answers answers) {
    List<Capture> captures = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      int capture = c;
      captures.add(new Capture(c % 2, run(suite, model, i -> answers.of(capture, i))));
    }
    return captures;
  }

  public static Provenance provenance(int captures) {
    return new Provenance(NOON, NOON, "someone", "0.1", "17", 7L, captures, Math.min(captures, 2));
  }

  public static Baseline baseline(Suite suite, ModelIdentity model, int captures, Answers answers) {
    try {
      return Captures.toBaseline(
              suite, captures(suite, model, captures, answers), provenance(captures))
          .approved(new Approval("someone", "", NOON));
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
  }

  /** What is made of a run under every built-in check. */
  public record Judged(List<Finding> findings) {
    public static Judged of(Suite suite, Reference reference, Run run) {
      return new Judged(Checks.standard().evaluate(suite, reference, run));
    }

    public static Judged of(Suite suite, Baseline approved, Run run) {
      return of(suite, new Reference.Approved(approved), run);
    }

    public Verdict verdict() {
      return Verdict.of(findings);
    }

    /** The finding of this check. */
    public Finding finding(String check) {
      return findings.stream()
          .filter(f -> f.check().equals(check))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no finding of " + check + " in " + findings));
    }
  }
}
