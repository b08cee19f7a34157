package dev.canary.app.action;

import dev.canary.app.job.CannotRunException;
import dev.canary.http.HeaderText;
import dev.canary.http.wire.TlsSettings;
import dev.canary.http.wire.Wire;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;
import dev.canary.http.wire.WireSettings;
import dev.canary.http.wire.WireSettings.Timeouts;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whoever takes what is posted. Redirects are not followed: a body that was signed for one receiver
 * goes to no other, and a POST that is redirected becomes a GET at many clients.
 */
final class Receiver implements AutoCloseable {
  private static final int MOVED = 300;
  private static final int REFUSED = 400;

  /** Nobody reads an answer beyond its status. */
  private static final int LONGEST_ANSWER = 1 << 20;

  private final URI url;
  private final Map<String, String> headers;
  private final Wire wire;

  private Receiver(URI url, Map<String, String> headers, TlsSettings tls, Duration timeout) {
    this.url = url;
    this.headers = headers;
    wire =
        new Wire(
            WireSettings.DEFAULT
                .with(new Timeouts(timeout, timeout, timeout, timeout))
                .with(tls)
                .withMaxAnswerBytes(LONGEST_ANSWER));
  }

  /**
   * A receiver at an address.
   *
   * @param action for messages
   * @param headers sent with every post
   * @param timeout of one post, whatever the receiver does
   * @throws CannotRunException if the address, a header, a certificate or a key is none; it is not
   *     in the message
   */
  static Receiver of(
      String action, String url, Map<String, String> headers, TlsSettings tls, Duration timeout)
      throws CannotRunException {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!HeaderText.isName(header.getKey()) || !HeaderText.isValue(header.getValue())) {
        throw new CannotRunException(
            "actions.%s.headers.%s is no header: allowed is printable ASCII"
                .formatted(action, header.getKey()));
      }
    }
    Receiver receiver = new Receiver(address(action, url), headers, tls, timeout);
    try {
      receiver.wire.refresh();
      return receiver;
    } catch (WireException e) {
      receiver.close();
      throw new CannotRunException("actions.%s.tls: %s".formatted(action, e.getMessage()), e);
    }
  }

  private static URI address(String action, String url) throws CannotRunException {
    try {
      URI uri = new URI(url.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Its message would quote the address, which may hold a secret.
    }
    throw new CannotRunException(
        "actions.%s.url is no address: allowed is http://host:port/path or https, without a user"
            .formatted(action));
  }

  /** Who it is, without the path, which at many receivers is the secret. */
  private String shown() {
    return "%s://%s".formatted(url.getScheme(), url.getRawAuthority());
  }

  /**
   * Posts JSON.
   *
   * @param path below the address; empty for the address itself
   * @return why it was not taken; empty if it was
   */
  Optional<String> post(String path, Map<String, String> more, String body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    all.put("User-Agent", "canary-analyzer");
    all.putAll(more);
    try {
      WireAnswer answer =
          wire.send(url, new WireRequest("POST", path, all, body.getBytes(StandardCharsets.UTF_8)));
      return answer.isOk() ? Optional.empty() : Optional.of(refusal(answer));
    } catch (WireException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private String refusal(WireAnswer answer) {
    boolean redirects = answer.status() >= MOVED && answer.status() < REFUSED;
    return "%s answered HTTP %d%s"
        .formatted(
            shown(),
            answer.status(),
            redirects ? ", a redirect, which is not followed: name the address itself" : "");
  }

  @Override
  public void close() {
    wire.close();
  }
}
