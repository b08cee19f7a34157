package dev.canary.server;

import javax.net.ssl.SSLContext;

/** Encryption of both ports. */
public record Tls(SSLContext context, ClientCertificate client) {

  /** Whether a client must show a certificate that the context trusts. */
  public enum ClientCertificate {
    NONE,
    REQUIRED
  }
}
