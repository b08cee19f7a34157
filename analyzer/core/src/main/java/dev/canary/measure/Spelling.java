package dev.canary.measure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the allowed words somebody meant. */
public final class Spelling {
  private static final int LONGEST = 60;

  private Spelling() {}

  /** The allowed words as a list, with a guess at the one that was meant. */
  public static String allowed(String found, Collection<String> words) {
    String guess = closest(found, words).map(w -> " (did you mean " + w + "?)").orElse("");
    return String.join(", ", words) + guess;
  }

  /** The nearest word, unless it is further away than a third of its length. */
  public static Optional<String> closest(String found, Collection<String> words) {
    if (found.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = found.toLowerCase(Locale.ROOT);
    return words.stream()
        .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= tolerated(word))
        .min(Comparator.comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT))));
  }

  private static int tolerated(String word) {
    return Math.max(1, word.length() / 3);
  }

  /** Levenshtein's distance: insertions, deletions and replacements of one letter. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
