package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "loans@2026-01-31T12:00:00Z               | loans@2026-01-31T12:00:00Z",
        "loans/10.0.0.7:8000@2026-01-31T12:00:00Z+smoke | loans/10.0.0.7:8000@2026-01-31T12:00:00Z+smoke",
        "loans!2026-01-31T12:00:00Z               | 'loans!2026-01-31T12:00:00Z'",
        "loans/[::1]:80@2026-01-31T12:00:00Z      | 'loans/[::1]:80@2026-01-31T12:00:00Z'",
        "it's $HOME                               | 'it'\\''s $HOME'",
        "``                                       | ''",
      })
  void aWordThatAShellWouldReadOtherwiseIsQuoted(String word, String quoted) {
    assertThat(Shell.line("canary", "explain", word)).isEqualTo("canary explain " + quoted);
  }
}
