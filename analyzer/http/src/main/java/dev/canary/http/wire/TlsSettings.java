package dev.canary.http.wire;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whom to trust over TLS, and how to be trusted.
 *
 * <p>Certificates and keys are PEM text (RFC 7468), read anew by {@link Wire#refresh()}: what has
 * rotated is used from the next connection on.
 *
 * @param authorities certificates trusted beside those of the system
 * @param certificate of the client, with those that vouch for it; comes with a key
 * @param key of the client's certificate, PKCS#8 and not encrypted
 * @param verification of the server's certificate
 */
public record TlsSettings(
    Optional<Supplier<String>> authorities,
    Optional<Supplier<String>> certificate,
    Optional<Supplier<String>> key,
    Verification verification) {

  /** The system's trust and no client certificate. */
  public static final TlsSettings SYSTEM =
      new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Verification.ON);

  /** Whether a server must show who it is. */
  public enum Verification {
    /** Its certificate must lead to a trusted authority, be valid now, and name its host. */
    ON,
    /** Any certificate will do, so anyone on the way can read credentials and forge answers. */
    OFF
  }

  public TlsSettings {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "a client certificate and its key come together; here is only the "
              + (key.isPresent() ? "key" : "certificate"));
    }
  }

  /** What whoever runs this must be told, in a sentence. */
  public Optional<String> warning() {
    return switch (verification) {
      case ON -> Optional.empty();
      case OFF ->
          Optional.of(
              "TLS verification is OFF: anyone between here and the server can read the credentials"
                  + " and answer in the model's place");
    };
  }

  /** True where files may rotate. */
  boolean hasFiles() {
    return authorities.isPresent() || certificate.isPresent();
  }
}
