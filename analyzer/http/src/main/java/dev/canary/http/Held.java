package dev.canary.http;

import dev.canary.format.Mask;
import dev.canary.http.wire.TlsSettings;
import java.util.Optional;
import java.util.function.Supplier;

/** The secrets of a target as they were when a replay began. Shows none of them. */
final class Held {
  private final Optional<Header> header;
  private final Optional<Grant> grant;
  private final Tls tls;
  private final Mask mask;

  Held(Optional<Header> header, Optional<Grant> grant, Tls tls, Mask mask) {
    this.header = header;
    this.grant = grant;
    this.tls = tls;
    this.mask = mask;
  }

  /** The header that authenticates, unless a token must be fetched first. */
  Optional<Header> header() {
    return header;
  }

  /** How a token is fetched. */
  Optional<Grant> grant() {
    return grant;
  }

  Tls tls() {
    return tls;
  }

  /** Knows every secret that is held, and is told those that are fetched. */
  Mask mask() {
    return mask;
  }

  /** True if anything is held that a listener on the way could use. */
  boolean isAny() {
    return header.isPresent() || grant.isPresent();
  }

  @Override
  public String toString() {
    return "credentials, not shown";
  }

  /** A header and its secret value. */
  record Header(String name, String value) {
    @Override
    public String toString() {
      return name + ": ***";
    }
  }

  /** What fetches a token by client credentials (RFC 6749 section 4.4). */
  record Grant(String tokenUrl, String clientId, String clientSecret, Optional<String> scope) {
    @Override
    public String toString() {
      return tokenUrl + ": ***";
    }
  }

  /**
   * What a TLS handshake needs.
   *
   * @param ca certificates that are trusted, as PEM; empty: those that Java trusts
   * @param certificate of the client, as PEM, with those that vouch for it
   * @param key of the client, PKCS #8 as PEM
   */
  record Tls(
      Optional<String> ca,
      Optional<String> certificate,
      Optional<String> key,
      TlsSettings.Verification verification) {
    /** These certificates and keys, for what sends. */
    TlsSettings settings() {
      return new TlsSettings(supplier(ca), supplier(certificate), supplier(key), verification);
    }

    private static Optional<Supplier<String>> supplier(Optional<String> pem) {
      return pem.map(text -> () -> text);
    }

    /** The same, but always verified: for servers that credentials themselves are sent to. */
    Tls verified() {
      return new Tls(ca, certificate, key, TlsSettings.Verification.ON);
    }

    @Override
    public String toString() {
      return "TLS, verification " + verification + (key.isPresent() ? ", client certificate" : "");
    }
  }
}
