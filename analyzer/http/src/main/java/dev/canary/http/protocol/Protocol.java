package dev.canary.http.protocol;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of model server is spoken to: words requests and reads answers, and does neither
 * sending nor waiting.
 *
 * <p>Made anew for every target, from its options and the model's name; immutable.
 */
public interface Protocol {
  /** Whether the server's process answers; empty if the protocol cannot ask. */
  Optional<Question> live();

  /** Whether the model is ready to answer; empty if the protocol cannot ask. */
  Optional<Question> ready();

  /**
   * What can be asked about the server and its model, in this order; each may go unanswered. Asked
   * before every replay, so never more than a few.
   */
  List<Inquiry> inquiries();

  /**
   * The same protocol as this server speaks it, given what it told: for example with binary tensors
   * where it takes them.
   */
  default Protocol speaking(Description told) {
    return this;
  }

  /**
   * One case as a request.
   *
   * @param id by which the answer can be told from that to another request
   * @throws PredictionException BAD_INPUT if the protocol cannot carry this input
   */
  WireRequest request(Input input, String id) throws PredictionException;

  /**
   * The answer to a request.
   *
   * @param input what was asked
   * @param id as it was given to {@link #request}
   * @throws PredictionException for every answer that holds no prediction: NOT_READY, MODEL_ERROR,
   *     BAD_INPUT, BAD_ANSWER, EMPTY, NON_FINITE; its message quotes the server's in one line
   */
  Reply read(Input input, String id, WireAnswer answer) throws PredictionException;
}
