package dev.canary.http;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Mark;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The line to a server during one replay: adds to every request the suite's headers, the mark and
 * the credentials, and strikes the secrets out of every answer. Thread-safe.
 */
final class Line {
  private static final int UNAUTHORIZED = 401;

  private final Sender sender;
  private final Sender tokenSender;
  private final Held held;
  private final Tokens tokens;
  private final Map<String, String> headers;

  /**
   * @param sender to the server
   * @param tokenSender to the server of the tokens
   * @param headers sent with every request
   */
  Line(Sender sender, Sender tokenSender, Held held, Tokens tokens, Map<String, String> headers) {
    this.sender = sender;
    this.tokenSender = tokenSender;
    this.held = held;
    this.tokens = tokens;
    this.headers = headers;
  }

  /**
   * Sends a request and waits for the whole answer; a token that is refused is fetched anew, once.
   *
   * @param id the mark of this request
   * @throws WireException if no whole answer came; its message holds no secret
   * @throws Tokens.TokenException if there is no token to send with it
   */
  WireAnswer send(WireRequest request, String id) throws WireException, Tokens.TokenException {
    Optional<Held.Grant> grant = isElsewhere(request) ? Optional.empty() : held.grant();
    if (grant.isEmpty()) {
      Optional<Held.Header> header = isElsewhere(request) ? Optional.empty() : held.header();
      return sent(request, id, header);
    }
    String token = tokens.get(grant.get(), tokenSender, held.mask());
    WireAnswer answer = sent(request, id, bearer(token));
    if (answer.status() != UNAUTHORIZED) {
      return answer;
    }
    tokens.refused(token);
    return sent(request, id, bearer(tokens.get(grant.get(), tokenSender, held.mask())));
  }

  private static Optional<Held.Header> bearer(String token) {
    return Optional.of(new Held.Header("Authorization", "Bearer " + token));
  }

  /** A whole URL leads to another server: it gets no credentials of this one. */
  private static boolean isElsewhere(WireRequest request) {
    return request.path().contains("://");
  }

  private WireAnswer sent(WireRequest request, String id, Optional<Held.Header> credentials)
      throws WireException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(request.headers());
    all.put("User-Agent", Mark.PROBER);
    all.put("X-Canary-Probe", id);
    credentials.ifPresent(header -> all.put(header.name(), header.value()));
    WireRequest whole = new WireRequest(request.method(), request.path(), all, request.body());
    return MaskedAnswer.of(held.mask(), sender.send(whole));
  }

  /** A text in which no secret stands any more. */
  String masked(String text) {
    return held.mask().text(text);
  }

  /** A tensor in whose texts no secret stands any more. */
  Tensor masked(Tensor tensor) {
    return held.mask().tensor(tensor);
  }

  /** Bytes in which no secret stands any more. */
  byte[] masked(byte[] bytes) {
    return held.mask().bytes(bytes);
  }
}
