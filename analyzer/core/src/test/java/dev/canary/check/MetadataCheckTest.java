package dev.canary.check;

import static dev.canary.check.ServerRuns.SUITE;
import static dev.canary.check.ServerRuns.answered;
import static dev.canary.check.ServerRuns.baseline;
import static dev.canary.check.ServerRuns.failed;
import static dev.canary.check.ServerRuns.run;
import static dev.canary.check.ServerRuns.trusted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.check.ServerRuns.Row;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.given.Served;
import dev.canary.replay.Run;
import dev.canary.target.ModelIdentity;
import dev.canary.target.PredictionException.Reason;
import dev.canary.verdict.Verdict.Level;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server's description of its model, and how it was asked, against the baseline's. */
class MetadataCheckTest {
  static Stream<Row> metadata() {
    return Stream.of(
        described(
            "the same",
            Map.of("interface.input.x", "FP32 [-1,4]"),
            Outcome.HELD,
            "is the baseline's"),
        described(
            "another type",
            Map.of("interface.input.x", "FP64 [-1,4]"),
            Outcome.DEVIATED,
            "input.x was FP32 [-1,4], is FP64 [-1,4]"),
        described(
            "another shape",
            Map.of("interface.input.x", "FP32 [-1,5]"),
            Outcome.DEVIATED,
            "is FP32 [-1,5]"),
        described(
            "another name",
            Map.of("interface.input.y", "FP32 [-1,4]"),
            Outcome.DEVIATED,
            "input.x (FP32 [-1,4]) is gone; input.y (FP32 [-1,4]) is new"),
        described(
            "a server that tells nothing any more",
            Map.of("server", "triton"),
            Outcome.HELD,
            "not compared: this target tells none any more"));
  }

  private static Row described(String seen, Map<String, String> now, Outcome outcome, String says) {
    Run run = Served.run(SUITE, telling(now), Served.healthy(), i -> answered(i, Map.of()));
    boolean held = outcome == Outcome.HELD;
    return new Row(
        seen,
        run,
        MetadataCheck.NAME,
        outcome,
        held ? Level.HEALTHY : Level.BROKEN,
        held ? "" : "SCHEMA",
        says);
  }

  private static ModelIdentity telling(Map<String, String> provenance) {
    ModelIdentity model = Given.model();
    return new ModelIdentity(
        model.name(),
        model.version(),
        model.artifactDigest(),
        model.weightDigest(),
        model.engine(),
        model.engineVersion(),
        model.platform(),
        provenance);
  }

  @ParameterizedTest
  @MethodSource("metadata")
  void theServersDescriptionIsHeldAgainstTheBaselines(Row row) {
    ModelIdentity captured = telling(Map.of("interface.input.x", "FP32 [-1,4]"));
    Baseline baseline = Given.baseline(SUITE, captured, 26, (c, i) -> trusted(i));
    row.assertJudged(baseline);
    List<Finding> described =
        Judged.of(SUITE, new Reference.OtherVersion(baseline), row.run()).findings();
    assertThat(described)
        .filteredOn(f -> f.check().equals(MetadataCheck.NAME))
        .allMatch(f -> f.decides() == Decides.NOTHING);
  }

  @Test
  void anotherRowInABatchNeedsOtherCapturesAndAnotherEncodingIsTold() {
    ModelIdentity captured = telling(Map.of("request.nonce", "none", "request.encoding", "binary"));
    Baseline baseline = Given.baseline(SUITE, captured, 26, (c, i) -> trusted(i));

    Judged row = sent(baseline, Map.of("request.nonce", "row", "request.encoding", "binary"));
    Judged json = sent(baseline, Map.of("request.nonce", "none", "request.encoding", "json"));

    assertThat(row.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(row.finding(MetadataCheck.SENT).reason())
        .contains("nonce was none, is row", "run: canary capture pets");
    assertThat(json.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(json.finding(MetadataCheck.SENT).reason()).contains("encoding was binary, is json");
  }

  private static Judged sent(Baseline baseline, Map<String, String> now) {
    return Judged.of(
        SUITE,
        baseline,
        Served.run(SUITE, telling(now), Served.healthy(), i -> answered(i, Map.of())));
  }

  @Test
  void whatIsReadOffAnswersIsNoChangeWhereNoneCame() {
    ModelIdentity captured =
        telling(Map.of("request.encoding", "application/json", "request.nonce", "none"));
    Baseline baseline = Given.baseline(SUITE, captured, 26, (c, i) -> trusted(i));
    ModelIdentity silent = telling(Map.of("request.nonce", "none"));
    Run none =
        Served.run(
            SUITE,
            silent,
            Served.healthy(),
            i -> failed(i, Reason.MODEL_ERROR, OptionalInt.of(500)));
    Run some = Served.run(SUITE, silent, Served.healthy(), i -> answered(i, Map.of()));

    assertThat(Judged.of(SUITE, baseline, none).findings())
        .extracting(Finding::check)
        .doesNotContain(MetadataCheck.SENT);
    assertThat(Judged.of(SUITE, baseline, some).finding(MetadataCheck.SENT).reason())
        .contains("encoding");
  }
}
