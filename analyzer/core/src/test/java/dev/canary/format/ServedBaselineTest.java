package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.given.Given;
import dev.canary.given.Served;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException.Reason;
import dev.canary.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of a model behind a server: its baseline, and the JSON of a run. */
class ServedBaselineTest {
  private static final Suite SUITE = Given.suite(OutputSpec.DEFAULT, Given.cases(3));
  private static final Map<String, String> TOLD =
      Map.of("interface.input.x", "FP32 [-1,4]", "protocol", "kserve-v2", "server", "triton 2.5");

  @TempDir Path root = Path.of("");

  private static ModelIdentity model() {
    return new ModelIdentity(
        "pet",
        Optional.of("1"),
        Optional.empty(),
        Optional.empty(),
        "triton",
        "2.5",
        Optional.empty(),
        TOLD);
  }

  private static Run run(OptionalLong computed) {
    Phases phases = Phases.ofTotal(2_000_000).withServer(computed);
    return Served.run(
        SUITE,
        model(),
        Served.healthy(),
        i ->
            new Observation.Answered(
                "c" + i,
                Served.over(Served.exchange(phases, Map.of()), Given.row(i, 2)),
                2_000_000));
  }

  private static Baseline baseline(OptionalLong... computed) throws Exception {
    List<Capture> captures =
        IntStream.range(0, computed.length)
            .mapToObj(c -> new Capture(c % 2, run(computed[c])))
            .toList();
    return Captures.toBaseline(SUITE, captures, Given.provenance(captures.size()))
        .approved(new Approval("someone", "", Instant.EPOCH));
  }

  @Test
  void whatAServerToldOfItselfIsReadableInTheBaselineAndSealed() throws Exception {
    Baselines baselines = new Baselines(new Workspace(root));
    Path folder = baselines.write(baseline(OptionalLong.of(7), OptionalLong.of((1L << 53) + 1)));

    Baseline read = baselines.read("pets", "1").orElseThrow();
    assertThat(read.model().provenance()).isEqualTo(TOLD);
    assertThat(read.computed())
        .containsExactly(
            new long[] {7, 7, 7}, new long[] {(1L << 53) + 1, (1L << 53) + 1, (1L << 53) + 1});
    Path file = folder.resolve("baseline.json");
    String json = Files.readString(file);
    assertThat(json)
        .contains("\"interface.input.x\" : \"FP32 [-1,4]\"", "\"protocol\" : \"kserve-v2\"");
    Files.writeString(file, json.replace("FP32 [-1,4]", "FP64 [-1,4]"));
    assertThatThrownBy(() -> baselines.read("pets", "1"))
        .hasMessageContaining("changed after it was written");
  }

  @Test
  void oneMeanForEachCaptureIsKeptAsOne() throws Exception {
    Health told = Served.computing(new Health.Computing(3, 30, 0));
    Run run = Served.run(SUITE, model(), told, run(OptionalLong.empty()).observations()::get);
    List<Capture> captures = List.of(new Capture(0, run), new Capture(1, run(OptionalLong.of(7))));
    Baselines baselines = new Baselines(new Workspace(root));
    baselines.write(Captures.toBaseline(SUITE, captures, Given.provenance(2)));

    assertThat(baselines.read("pets", "1").orElseThrow().computed())
        .containsExactly(new long[] {10}, new long[] {7});
  }

  @Test
  void aServerThatDoesNotAlwaysTellItsTimeHasNone() throws Exception {
    assertThat(baseline(OptionalLong.of(7), OptionalLong.empty()).computed()).isEmpty();
  }

  @Test
  void theJsonOfARunTellsWhichAnswerACaseIsAboutAndNotWhatItSays() throws Exception {
    byte[] answer = "a secret income of 4711".getBytes(StandardCharsets.UTF_8);
    Exchange exchange = Exchange.of(Phases.ofTotal(5), 500, answer, Map.of());
    Run failing =
        Served.run(
            SUITE,
            model(),
            Served.healthy(),
            i ->
                new Observation.Failed(
                    "c" + i,
                    Reason.MODEL_ERROR,
                    "HTTP 500",
                    5,
                    0,
                    Optional.of(exchange),
                    Optional.empty()));
    List<Finding> findings =
        Checks.standard()
            .evaluate(SUITE, new Reference.Approved(baseline(OptionalLong.of(7))), failing);
    JudgedRun judged =
        new JudgedRun(
            "pets@1970-01-01T00:00:00Z",
            Scope.of("pets"),
            failing,
            Optional.empty(),
            findings,
            Verdict.of(findings),
            Optional.empty());

    assertThat(RunJson.run(judged))
        .contains(
            "\"note\":\"HTTP 500\",\"exchange\":{\"status\":500,\"digest\":\""
                + exchange.digest()
                + "\"}")
        .doesNotContain("4711");
  }
}
