package dev.canary.http;

import dev.canary.http.protocol.HtmlPage;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.net.URI;

/** Answers that come from somewhere else than the model: they say that it was not reached. */
final class Detour {
  private static final int REDIRECT = 300;
  private static final int ERROR = 400;
  private static final int NOT_MODIFIED = 304;

  private Detour() {}

  /**
   * Returns if the model may have answered. A redirect is not followed: what another place answers
   * says nothing about this one. A page under a success is a login or a proxy's error.
   *
   * @throws PredictionException UNREACHABLE
   */
  static void refuse(WireAnswer answer) throws PredictionException {
    int status = answer.status();
    if (status >= REDIRECT && status < ERROR && status != NOT_MODIFIED) {
      String where = answer.header("Location").map(Detour::host).orElse("nowhere");
      throw new PredictionException(
          Reason.UNREACHABLE, "redirected (%d) to %s; not followed".formatted(status, where));
    }
    if (answer.isOk()) {
      HtmlPage.refuse(answer);
    }
  }

  /** The host alone: a query may hold what is private. */
  private static String host(String location) {
    try {
      URI uri = URI.create(location.strip());
      return uri.getHost() == null ? "another path of the same host" : uri.getHost();
    } catch (IllegalArgumentException e) {
      return "what is no address";
    }
  }
}
