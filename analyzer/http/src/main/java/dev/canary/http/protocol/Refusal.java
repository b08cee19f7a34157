package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an HTTP status other than success means, where a protocol does not say otherwise. */
final class Refusal {
  /** Python's encoder with {@code allow_nan=False}: FastAPI and MLServer (MLServer#1154). */
  private static final Pattern NON_FINITE =
      Pattern.compile("(?i)not json compliant|out of range float");

  private Refusal() {}

  /**
   * The failure that an answer stands for.
   *
   * @param answer one that is no success
   */
  static PredictionException of(WireAnswer answer) {
    return of(reason(answer), answer);
  }

  /** The same for another reason; a value that the server could not write stays what it is. */
  static PredictionException of(Reason reason, WireAnswer answer) {
    String said = ErrorText.of(answer).map(text -> ": " + text).orElse(" without a message");
    return new PredictionException(
        isNonFinite(answer) ? Reason.NON_FINITE : reason,
        "HTTP " + answer.status() + redirection(answer) + said);
  }

  /**
   * A member that an answer must have.
   *
   * @throws PredictionException MODEL_ERROR if an error stands in its place, as behind a success
   *     that was promised before the model failed; EMPTY if it is null; else BAD_ANSWER
   */
  static Json member(Json answer, String name) throws PredictionException {
    return member(answer, List.of(name));
  }

  /** The same, of which servers of one protocol disagree on the name. */
  static Json member(Json answer, List<String> names) throws PredictionException {
    for (String name : names) {
      Optional<Json> found = answer.member(name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Optional<Json> error = answer.member("error");
    if (error.isPresent()) {
      String said = ErrorText.of(error.get()).map(Quote::line).orElse(error.get().found());
      throw new PredictionException(Reason.MODEL_ERROR, "an error under a success: " + said);
    }
    boolean isNull =
        answer instanceof Json.Members members && members.members().containsKey(names.get(0));
    throw new PredictionException(
        isNull ? Reason.EMPTY : Reason.BAD_ANSWER,
        isNull
            ? "\"%s\" is null".formatted(names.get(0))
            : "the answer is %s and has no \"%s\"".formatted(answer.found(), names.get(0)));
  }

  /**
   * Says so if there are more or fewer answers than rows.
   *
   * @throws PredictionException EMPTY if there is none
   */
  static void count(Outputs outputs, int rows, Json answers) throws PredictionException {
    int found = answers.elements().size();
    if (!(answers instanceof Json.Items) || found == rows) {
      return;
    }
    if (found == 0) {
      throw new PredictionException(Reason.EMPTY, "no answer for %d rows".formatted(rows));
    }
    outputs.remark("%d answers for %d rows".formatted(found, rows));
  }

  /**
   * Returns unless the answer names another request than this one.
   *
   * @param answered the id in the answer; empty if it names none
   * @throws PredictionException UNREACHABLE
   */
  static void otherRequest(String id, Optional<String> answered) throws PredictionException {
    if (answered.isPresent() && !answered.get().equals(id)) {
      throw new PredictionException(
          Reason.UNREACHABLE,
          "an answer to request id \"%s\", asked was \"%s\""
              .formatted(Quote.start(answered.get()), id));
    }
  }

  private static String redirection(WireAnswer answer) {
    Optional<String> location = answer.header("location");
    return location.map(to -> ", redirects to " + Quote.start(to)).orElse("");
  }

  private static boolean isNonFinite(WireAnswer answer) {
    return answer.status() >= 500 && NON_FINITE.matcher(answer.text()).find();
  }

  private static Reason reason(WireAnswer answer) {
    return switch (answer.status()) {
      // A model that was unloaded is not found; DJL Serving says 424 for one that is loading.
      // Refused credentials say nothing about the input either.
      case 401, 403, 404, 407, 408, 424, 425, 429, 502, 503, 504 -> Reason.NOT_READY;
      // Not implemented: a path or a parameter that this server does not know.
      case 501 -> Reason.BAD_INPUT;
      default -> {
        if (answer.status() >= 500) {
          yield Reason.MODEL_ERROR;
        }
        yield answer.status() >= 400 ? Reason.BAD_INPUT : Reason.BAD_ANSWER;
      }
    };
  }
}
