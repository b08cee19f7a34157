package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.Captures;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.given.Served;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.tensor.Tensor;
import dev.canary.verdict.Verdict.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log-probabilities of the best few tokens, of which others may be the best next time. */
class BestOfManyTest {
  private static final int CASES = 20;
  private static final Suite SUITE =
      Given.suite(
          Given.spec(OutputKind.LOGITS, Precision.FP32),
          Map.of(
              "top_logprobs", Given.spec(OutputKind.LOGITS, Precision.FP32),
              "top_tokens", Given.spec(OutputKind.TEXT, Precision.FP32)),
          Given.cases(CASES));

  /** What a model says to the case at a position. */
  @FunctionalInterface
  private interface Says {
    Map<String, Double> to(int position);
  }

  /** Two kinds of cases; the last two tokens are close. */
  private static Map<String, Double> trusted(int position) {
    Map<String, Double> all = new LinkedHashMap<>();
    String[] tokens =
        position % 2 == 0 ? "yes,no,maybe,so".split(",") : "no,yes,so,maybe".split(",");
    double[] logprobs = {-.2 - .001 * position, -2, -4, -4.0001};
    for (int k = 0; k < tokens.length; k++) {
      all.put(tokens[k], logprobs[k]);
    }
    return all;
  }

  private static Map<String, Double> renamed(Map<String, Double> all, Map<String, String> names) {
    Map<String, Double> other = new LinkedHashMap<>();
    all.forEach((token, logprob) -> other.put(names.getOrDefault(token, token), logprob));
    return other;
  }

  private static Map<String, Double> with(Map<String, Double> all, String token, double logprob) {
    Map<String, Double> other = new LinkedHashMap<>(all);
    other.put(token, logprob);
    return other;
  }

  /** As a protocol gives them: the best four, from the best on. */
  private static Output answer(Map<String, Double> logprobs) {
    List<Map.Entry<String, Double>> best =
        logprobs.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(4)
            .toList();
    List<String> tokens = best.stream().map(Map.Entry::getKey).toList();
    double[] values = best.stream().mapToDouble(Map.Entry::getValue).toArray();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("top_logprobs", Tensor.ofDoubles(new int[] {4}, values));
    tensors.put("top_tokens", Tensor.ofTexts(new int[] {4}, tokens));
    Exchange exchange =
        Served.exchange(Phases.ofTotal(9), Map.of(Exchange.BEST, "top_logprobs by top_tokens"));
    return Served.over(exchange, new Output(tensors, Map.of()));
  }

  private static Run run(Says says) {
    return Served.run(
        SUITE,
        Given.model(),
        Served.healthy(),
        i -> new Observation.Answered("c" + i, answer(says.to(i)), 9));
  }

  private static Baseline baseline() throws Exception {
    List<Capture> captures =
        IntStream.range(0, 26).mapToObj(c -> new Capture(c % 2, run(noisy(c)))).toList();
    return Captures.toBaseline(SUITE, captures, Given.provenance(26))
        .approved(new Approval("someone", "", Instant.EPOCH));
  }

  /** Noise that lets the last two tokens change places from capture to capture. */
  private static Says noisy(int seed) {
    return i -> {
      Map<String, Double> all = trusted(i);
      all.replaceAll(
          (token, logprob) -> logprob + .0004 * ((seed * 7 + token.length() * 3) % 5 - 2));
      return all;
    };
  }

  private static Judged judged(Says says) throws Exception {
    return Judged.of(SUITE, baseline(), run(says));
  }

  @Test
  void anotherOrderOfCloseTokensIsNoChange() throws Exception {
    Judged judged = judged(noisy(33));

    assertThat(baseline().output("top_tokens").bitStable().cardinality()).isEqualTo(CASES);
    assertThat(judged.finding(LabelCheck.NAME).reason()).startsWith("no label changed");
    assertThat(judged.verdict().causes()).isEmpty();
  }

  @Test
  void aTokenThatLeftByANearTieIsToldAndIsNoChange() throws Exception {
    Judged judged = judged(i -> i == 4 ? with(trusted(i), "never", -4.0000001) : noisy(2).to(i));

    Finding bits = judged.finding(DeviationCheck.BITS);
    assertThat(bits.outcome()).isEqualTo(Outcome.HELD);
    assertThat(bits.cases())
        .singleElement()
        .satisfies(
            worst -> {
              assertThat(worst.id()).isEqualTo("c4");
              assertThat(worst.note()).isEqualTo("top_tokens: \"so\" left, \"never\" came");
            });
    assertThat(judged.finding(LabelCheck.NAME).reason()).startsWith("no label changed");
    assertThat(judged.finding("deviation.max").outcome()).isEqualTo(Outcome.HELD);
    assertThat(judged.verdict().causes()).isEmpty();
  }

  @ParameterizedTest(name = "one that comes at {0}")
  @CsvSource({"-4.00009, HEALTHY", "-3.999, BROKEN", "-0.5, BROKEN"})
  void onBitStableNumbersTheClassTellsATieFromAChange(double came, Level level) throws Exception {
    List<Capture> captures =
        IntStream.range(0, 6)
            .mapToObj(c -> new Capture(c % 2, run(BestOfManyTest::trusted)))
            .toList();
    Baseline stable =
        Captures.toBaseline(SUITE, captures, Given.provenance(6))
            .approved(new Approval("someone", "", Instant.EPOCH));

    Run run = run(i -> i == 4 ? with(trusted(i), "never", came) : trusted(i));

    assertThat(Judged.of(SUITE, stable, run).verdict().level()).isEqualTo(level);
  }

  @Test
  void aTokenThatLeftIsTold() throws Exception {
    Judged judged = judged(i -> i == 4 ? with(trusted(i), "never", -3.5) : noisy(2).to(i));

    Finding labels = judged.finding(LabelCheck.NAME);
    assertThat(labels.cases())
        .singleElement()
        .satisfies(
            worst -> {
              assertThat(worst.id()).isEqualTo("c4");
              assertThat(worst.note()).isEqualTo("\"so\" left, \"never\" came");
            });
    assertThat(labels.cause()).isNotEqualTo(Optional.of(Cause.LABELS_PERMUTED));
    assertThat(judged.verdict().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void scoresThatChangedTokensAmongThemselvesArePermuted() throws Exception {
    Judged judged = judged(i -> renamed(trusted(i), Map.of("yes", "no", "no", "yes")));

    assertThat(judged.finding(LabelCheck.NAME).cause()).contains(Cause.LABELS_PERMUTED);
    assertThat(judged.finding(LabelCheck.NAME).cases())
        .hasSize(CASES)
        .extracting(CaseDeviation::note)
        .startsWith("yes -> no", "no -> yes");
  }

  @Test
  void tokensShiftedByOneAreNotPermuted() throws Exception {
    Map<String, String> even = Map.of("yes", "no", "no", "maybe", "maybe", "so", "so", "other");
    Map<String, String> odd = Map.of("no", "yes", "yes", "so", "so", "maybe", "maybe", "other");
    Judged judged = judged(i -> renamed(trusted(i), i % 2 == 0 ? even : odd));

    Finding labels = judged.finding(LabelCheck.NAME);
    assertThat(labels.outcome()).isEqualTo(Outcome.DEVIATED);
    assertThat(labels.cases())
        .extracting(CaseDeviation::note)
        .contains("\"yes\" left, \"other\" came", "\"no\" left, \"other\" came");
    assertThat(judged.verdict().causes()).doesNotContain(Cause.LABELS_PERMUTED);
  }
}
