package dev.canary.http.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts as another does, and says which certificate it refused, why, and what to do. */
final class NamingTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager judge;

  NamingTrust(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  /** The refusal of a certificate, ready to be shown. */
  static final class Refused extends CertificateException {
    private static final long serialVersionUID = 1L;

    Refused(String message, CertificateException cause) {
      super(message, cause);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      judge.checkServerTrusted(chain, type, socket);
    } catch (CertificateException e) {
      throw refused(chain, e);
    }
  }

  private static Refused refused(X509Certificate[] chain, CertificateException why) {
    X509Certificate own = chain[0];
    String named =
        "certificate '%s', issued by '%s'"
            .formatted(own.getSubjectX500Principal(), own.getIssuerX500Principal());
    return new Refused(named + advice(chain, why), why);
  }

  private static String advice(X509Certificate[] chain, CertificateException why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return validity(chain);
      }
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
        return " is for another host, " + names(chain[0]) + ": use that name in the address";
      }
    }
    return " leads to no trusted authority: add that authority's certificate to those trusted";
  }

  private static String validity(X509Certificate[] chain) {
    Instant now = Instant.now();
    for (int i = 0; i < chain.length; i++) {
      X509Certificate each = chain[i];
      Instant from = each.getNotBefore().toInstant();
      Instant until = each.getNotAfter().toInstant();
      if (now.isBefore(from) || now.isAfter(until)) {
        String whose = i == 0 ? "" : " by way of '" + each.getSubjectX500Principal() + "'";
        return "%s is valid from %s to %s only: renew it, or set the clock"
            .formatted(whose, from, until);
      }
    }
    return " leads to an authority that is valid no more: renew that one";
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? "which it does not name"
          : names.stream().map(each -> String.valueOf(each.get(1))).toList().toString();
    } catch (CertificateException e) {
      return "whose name cannot be read";
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
