package dev.canary.format;

import java.util.Arrays;

/** The raw answers of a stored run, handed out one after the other in the order they were kept. */
final class KeptAnswers {
  private final byte[] all;
  private int at;

  KeptAnswers(byte[] all) {
    this.all = all;
  }

  /** The next answer, of so many bytes; fewer where the file is cut. */
  byte[] next(int length) {
    int from = Math.min(at, all.length);
    at = Math.min(all.length, from + Math.max(0, length));
    return Arrays.copyOfRange(all, from, at);
  }
}
