package dev.canary.check;

import static dev.canary.check.ServerRuns.SUITE;
import static dev.canary.check.ServerRuns.answered;
import static dev.canary.check.ServerRuns.baseline;
import static dev.canary.check.ServerRuns.good;
import static dev.canary.check.ServerRuns.run;
import static dev.canary.check.ServerRuns.trusted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Reference;
import dev.canary.check.ServerRuns.Row;
import dev.canary.given.Given;
import dev.canary.given.Served;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.verdict.Verdict.Level;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether one model computed a run at all: caches and versions. */
class OneModelTest {
  static Stream<Row> caches() {
    Health told = Served.cacheHits(4);
    IntFunction<Map<String, String>> aged =
        i -> i < 2 ? Map.of(Exchange.CACHED, "Age: 17") : Map.of();
    return Stream.of(
        inconclusive(
            "answers that say so", good(Served.healthy(), aged), "CACHED", "2 say so: Age: 17"),
        inconclusive(
            "hits that the server counted",
            good(told),
            "CACHED",
            "4 of 6 answers came from a cache"),
        inconclusive(
            "the cure",
            good(told),
            "CACHED",
            "set nonce: row under target, then run: canary capture pets"),
        new Row(
            "a server that counts no hit",
            good(Served.cacheHits(0)),
            AnswersCheck.NAME,
            Outcome.HELD,
            Level.HEALTHY,
            "",
            ""),
        new Row(
            "a cached answer hides no fact",
            run(
                told,
                i -> answered(i, Map.of(), i == 0 ? Given.row(10, Double.NaN, -3) : trusted(i))),
            CacheCheck.NAME,
            Outcome.INCONCLUSIVE,
            Level.BROKEN,
            "CACHED",
            "cache"));
  }

  private static Row inconclusive(String seen, Run run, String cause, String says) {
    String check = cause.equals("CACHED") ? CacheCheck.NAME : VersionCheck.NAME;
    return new Row(seen, run, check, Outcome.INCONCLUSIVE, Level.INCONCLUSIVE, cause, says);
  }

  static Stream<Row> versions() {
    IntFunction<Map<String, String>> rolling = i -> Map.of(Exchange.VERSION, i < 4 ? "1" : "2");
    return Stream.of(
        inconclusive(
            "answers of two versions",
            good(Served.healthy(), rolling),
            "VERSION_CHANGE",
            "answers told 1 and 2 (4 answers of version 1, 2 answers of version 2)"),
        inconclusive(
            "metadata that changed during the run",
            good(Served.versions(Map.of("metadata", Set.of("1", "2")))),
            "VERSION_CHANGE",
            "metadata told 1 and 2; run again when the deployment is done"),
        new Row(
            "places that disagree all the time",
            good(
                Served.versions(Map.of("metadata", Set.of("1"), "index", Set.of("7"))),
                i -> Map.of(Exchange.VERSION, "1")),
            VersionCheck.NAME,
            Outcome.HELD,
            Level.HEALTHY,
            "",
            "places disagree about the version: index tells 7; metadata tells 1"));
  }

  @ParameterizedTest
  @MethodSource({"caches", "versions"})
  void whatAServerSaysBecomesItsVerdict(Row row) {
    row.assertJudged(baseline());
  }

  @ParameterizedTest
  @MethodSource({"caches", "versions"})
  void aRunThatNoOneModelComputedIsNoEvidence(Row row) {
    Comparison comparison = Comparison.of(SUITE, new Reference.Approved(baseline()), row.run());

    assertThat(comparison.countedScores().isPresent())
        .isEqualTo(row.outcome() != Outcome.INCONCLUSIVE);
  }
}
