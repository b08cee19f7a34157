package dev.canary.http.protocol;

import dev.canary.http.wire.WireAnswer;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an error of a server of the Open Inference Protocol means: its text before its status, since
 * the servers agree on neither.
 */
final class V2Failure {
  /** FastAPI (MLServer#1154) and OpenVINO Model Server since its pull request 4337. */
  private static final Pattern NON_FINITE =
      Pattern.compile("(?i)out of range float values|not json compliant|non-finite \\(nan/inf\\)");

  /** Triton 400 or 503, MLServer 400, KServe 503. */
  private static final Pattern NOT_READY =
      Pattern.compile(
          "(?i)not (yet )?ready|unknown model|no available versions"
              + "|model \\S+ .{0,40}(not found|not loaded|unavailable)");

  private V2Failure() {}

  /** The failure that an answer without success stands for. */
  static PredictionException of(WireAnswer answer, Optional<V2Server> server) {
    String said = ErrorText.of(answer).orElse("");
    if (NON_FINITE.matcher(said).find()) {
      return new PredictionException(
          Reason.NON_FINITE,
          "the server could not write NaN or infinity as JSON: HTTP %d: %s"
              .formatted(answer.status(), said));
    }
    if (NOT_READY.matcher(said).find()) {
      return Refusal.of(Reason.NOT_READY, answer);
    }
    // Its errors of inference are 400, too (mlserver/errors.py); what it cannot parse is 422.
    boolean ofModel = answer.status() == 400 && server.equals(Optional.of(V2Server.MLSERVER));
    return ofModel ? Refusal.of(Reason.MODEL_ERROR, answer) : Refusal.of(answer);
  }
}
