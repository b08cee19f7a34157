package dev.canary.app.sample;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Reference;
import dev.canary.check.Comparison;
import dev.canary.check.ContractCheck;
import dev.canary.check.Outcome;
import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The suites of the repository, read and replayed as a user would. */
class ShippedSuitesTest {
  private static final Path CANARIES =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../canaries");
  private static final Replay REPLAY =
      new Replay(
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> 0, Duration.ofMinutes(1), done -> {});

  @ParameterizedTest
  @ValueSource(strings = {"credit-risk", "digits", "house-price"})
  void everyCaseHasItsReasonAndIsAnsweredWithinTheContract(String name) throws Exception {
    Suite suite = suite(name);
    Run run = replay(suite);

    assertThat(suite.cases()).hasSizeGreaterThanOrEqualTo(24);
    assertThat(suite.cases()).allSatisfy(golden -> assertThat(golden.why()).isNotBlank());
    assertThat(suite.cases()).allSatisfy(golden -> assertThat(golden.tags()).isNotEmpty());
    assertThat(run.observations()).hasOnlyElementsOfType(Observation.Answered.class);
    assertThat(
            new ContractCheck()
                .evaluate(Comparison.of(suite, new Reference.Absent("not captured", ""), run)))
        .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.HELD));
    assertThat(replay(suite)).isEqualTo(run);
  }

  /** The reasons of some cases claim that two answers are one. */
  @ParameterizedTest
  @CsvSource({
    "credit-risk, thin-file-migrant, thin-file-migrant-twin",
    "credit-risk, typical-good, extra-feature",
    "house-price, unseen-district, empty-district",
    "house-price, unseen-district, district-in-capitals"
  })
  void casesThatAreOneToTheModelGetOneAnswer(String suite, String one, String other)
      throws Exception {
    Run run = replay(suite(suite));
    assertThat(answer(run, other)).isEqualTo(answer(run, one));
  }

  @Test
  void theThresholdCasesLieOnBothSides() throws Exception {
    Run run = replay(suite("credit-risk"));

    for (String accepted : List.of("young-founder", "late-twice")) {
      assertThat(label(run, accepted)).isEqualTo("good");
    }
    for (String declined : List.of("founder-first-day", "late-thrice")) {
      assertThat(label(run, declined)).isEqualTo("bad");
    }
  }

  private static Suite suite(String name) throws FormatException {
    return Suites.load(CANARIES.resolve(name)).suite();
  }

  private static Run replay(Suite suite) throws LoadException {
    TargetProvider provider =
        ServiceLoader.load(TargetProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.type().equals(suite.target().type()))
            .findFirst()
            .orElseThrow();
    try (Target target = provider.open(suite.target())) {
      return REPLAY.run(suite, target, Order.asWritten(suite.cases().size()));
    }
  }

  private static Output answer(Run run, String id) {
    return run.observations().stream()
        .filter(observation -> observation.caseId().equals(id))
        .map(observation -> ((Observation.Answered) observation).output())
        .findFirst()
        .orElseThrow();
  }

  private static String label(Run run, String id) {
    return requireNonNull(answer(run, id).tensors().get("label")).labelAt(0);
  }
}
