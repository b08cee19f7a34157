package dev.canary.check;

import dev.canary.target.Exchange;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One case of a finding.
 *
 * @param id of the case
 * @param deviation its size in the finding's statistic; NaN where there is none
 * @param note what happened in words, for example {@code good -> bad}; empty for private suites
 * @param exchange what came over the wire, by which the stored answer is found; empty for private
 *     suites and for models in this process
 */
public record CaseDeviation(String id, double deviation, String note, Optional<Seen> exchange) {

  /** A case of which nothing came over a wire. */
  public CaseDeviation(String id, double deviation, String note) {
    this(id, deviation, note, Optional.empty());
  }

  /**
   * The answer as a server sent it: how it is told from others, never what it says.
   *
   * @param status the protocol's own, for example 500 of HTTP; empty when no answer came
   * @param digest SHA-256 over the raw answer; empty when no byte of it came
   */
  public record Seen(OptionalInt status, String digest) {
    /** What is told of an exchange. */
    public static Seen of(Exchange exchange) {
      return new Seen(exchange.status(), exchange.answerBytes() == 0 ? "" : exchange.digest());
    }
  }
}
