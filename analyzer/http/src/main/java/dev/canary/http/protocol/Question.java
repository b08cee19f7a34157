package dev.canary.http.protocol;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Sign;

/**
 * A question about health and how its answer is read.
 *
 * @param request what is sent
 * @param reader says what an answer means
 */
public record Question(WireRequest request, Reader reader) {
  /** Reads an answer; never throws: what cannot be read is a no, or says nothing. */
  @FunctionalInterface
  public interface Reader {
    Sign read(WireAnswer answer);
  }
}
