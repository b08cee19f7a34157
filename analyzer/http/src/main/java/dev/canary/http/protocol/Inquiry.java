package dev.canary.http.protocol;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;

/**
 * A question about the server or its model and how its answer is read.
 *
 * @param request what is sent
 * @param reader says what an answer tells
 */
public record Inquiry(WireRequest request, Reader reader) {
  /** Reads an answer; never throws: what cannot be read tells {@link Description#EMPTY}. */
  @FunctionalInterface
  public interface Reader {
    Description read(WireAnswer answer);
  }
}
