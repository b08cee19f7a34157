package dev.canary.grpc;

import io.grpc.Status;
import java.time.Duration;

/**
 * Until when a call waits for its answer: for the headers first, then for all of it.
 *
 * @param address for messages
 * @param firstByte from the request sent to the headers
 * @param limit from the start to the end of the answer
 * @param beginNanos when the call began, of the monotonic clock
 */
record Patience(Address address, Duration firstByte, Duration limit, long beginNanos) {

  /** The instant at which it ends, whatever has come. */
  long endNanos() {
    return beginNanos + limit.toNanos();
  }

  /** The instant at which it ends as things stand. */
  long untilNanos(Arrival arrival, long sentNanos) {
    return arrival.isBegun() ? endNanos() : Math.min(endNanos(), sentNanos + firstByte.toNanos());
  }

  /** What became of a call that has ended: one that was too late says for what. */
  Status told(Status ended, Arrival arrival, long sentNanos) {
    if (ended.getCode() != Status.Code.DEADLINE_EXCEEDED || arrival.isAnswered()) {
      return ended;
    }
    return untilNanos(arrival, sentNanos) < endNanos() ? late("headers", firstByte) : late();
  }

  /** There was no whole answer in time. */
  Status late() {
    return late("answer", limit);
  }

  private Status late(String what, Duration most) {
    return Status.DEADLINE_EXCEEDED.withDescription(
        "no %s from %s within %d ms".formatted(what, address, most.toMillis()));
  }
}
