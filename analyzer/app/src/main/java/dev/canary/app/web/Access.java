package dev.canary.app.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;

/**
 * Who may change something: whoever shows the token of {@code http.token}; nobody without one.
 *
 * <p>Nothing is remembered of who has shown it: each request carries it, in a header or in the form
 * itself. So no other site can send one in somebody's name.
 */
final class Access {
  private static final String BEARER = "Bearer ";

  private final Optional<byte[]> token;

  Access(Optional<String> token) {
    this.token = token.map(Access::digest);
  }

  /** True if there is a token to be shown. */
  boolean isOpen() {
    return token.isPresent();
  }

  /**
   * Passes whoever shows the token.
   *
   * @param form what the form holds as its token
   * @throws Refusal for everybody else
   */
  void require(Request request, Optional<String> form) {
    if (token.isEmpty()) {
      throw Refusal.of(
          Answer.FORBIDDEN,
          "nothing can be changed here: canary.yaml names no http.token; use: canary ack");
    }
    Optional<String> header =
        request
            .header("Authorization")
            .filter(h -> h.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(h -> h.substring(BEARER.length()).strip());
    // Digests are of one length, so that the time tells nothing of the token, its length neither.
    boolean shown =
        header
            .or(() -> form)
            .filter(s -> MessageDigest.isEqual(digest(s), token.get()))
            .isPresent();
    if (!shown) {
      throw new Refusal(
          Answer.UNAUTHORIZED,
          "to change something, show the token of http.token",
          Map.of("WWW-Authenticate", "Bearer realm=\"canary\""));
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
