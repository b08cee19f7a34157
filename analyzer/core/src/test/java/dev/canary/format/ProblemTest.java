package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.measure.Spelling;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final Problem ONE = new Problem("a/b.yaml", 7, "x is 1", "2, 3");

  @Test
  void aProblemIsOneLineOfFileLineFoundAndAllowed() {
    assertThat(ONE).hasToString("a/b.yaml:7: x is 1; allowed: 2, 3");
    assertThat(new Problem("a/b.npy", 0, "too short", "")).hasToString("a/b.npy: too short");
  }

  @Test
  void whatADamagedFileHoldsIsShownPrintable() {
    assertThat(new Problem("f", 1, "a\nb\u0000\u2028\u00e9\ud83d\ude16", ""))
        .hasToString("f:1: a\\u000ab\\u0000\\u2028\u00e9\ud83d\ude16");
  }

  @Test
  void anExceptionListsAllProblemsAndSumsThemUp() {
    FormatException e = new FormatException(List.of(ONE, new Problem("c", 1, "y", "")));

    assertThat(e).hasMessage("a/b.yaml:7: x is 1; allowed: 2, 3\nc:1: y");
    assertThat(e.summary()).isEqualTo("a/b.yaml:7: x is 1; allowed: 2, 3 (and 1 more)");
  }

  @Test
  void aWordFarFromAllOthersGetsNoGuess() {
    List<String> words = List.of("probabilities", "text");

    assertThat(Spelling.allowed("probabilites", words))
        .isEqualTo("probabilities, text (did you mean probabilities?)");
    assertThat(Spelling.allowed("Text", words)).endsWith("(did you mean text?)");
    assertThat(Spelling.allowed("banana", words)).isEqualTo("probabilities, text");
    assertThat(Spelling.allowed("x".repeat(1000), words)).isEqualTo("probabilities, text");
  }
}
