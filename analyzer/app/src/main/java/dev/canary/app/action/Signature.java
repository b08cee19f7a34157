package dev.canary.app.action;

import dev.canary.app.job.CannotRunException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is posted as Standard Webhooks 1.0.0 has it (standardwebhooks.com), for which there
 * are verifiers in a dozen languages.
 *
 * <p>{@code webhook-signature} is {@code v1,} and the Base64 of HMAC-SHA256 over {@code
 * <webhook-id>.<webhook-timestamp>.<body>}. The time is that of the attempt, so that a receiver can
 * refuse what is old and cannot be made to take it twice; the id is that of the transition, so that
 * a repeated attempt is known by it.
 */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final SecretKeySpec key;

  private Signature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Signs with a secret.
   *
   * @param action whose secret it is, for the message
   * @param secret {@code whsec_} and the Base64 of 24 to 64 bytes
   * @throws CannotRunException if it is none; its text is not in the message
   */
  static Signature of(String action, String secret) throws CannotRunException {
    try {
      byte[] key =
          secret.startsWith(PREFIX)
              ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
              : new byte[0];
      if (key.length >= SHORTEST && key.length <= LONGEST) {
        return new Signature(key);
      }
    } catch (IllegalArgumentException e) {
      throw unusable(action, e);
    }
    throw unusable(action, new IllegalArgumentException("of another form"));
  }

  private static CannotRunException unusable(String action, Exception cause) {
    return new CannotRunException(
        "actions.%s.secret is no signing secret: needed is %s and the Base64 of %d to %d bytes, as from: echo \"%s$(openssl rand -base64 32)\""
            .formatted(action, PREFIX, SHORTEST, LONGEST, PREFIX),
        cause);
  }

  /**
   * The id of a message about something. It holds no dot, which separates what is signed, and so
   * cannot be that something's own.
   */
  static String id(String what) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return "msg_" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The headers of a message that is sent at an instant. */
  Map<String, String> headers(String id, Instant at, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", seconds);
    headers.put("webhook-signature", "v1," + mac(id + "." + seconds + "." + body));
    return headers;
  }

  private String mac(String signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
