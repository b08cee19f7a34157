package dev.canary.http.wire;

import dev.canary.http.wire.TlsSettings.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS as its settings want it; made at its first use. Safe for threads. */
final class Tls {
  private static final char[] NO_PASSWORD = new char[0];

  private final TlsSettings settings;

  /** What {@link #factory} was made of; compared only, and never shown. */
  private List<String> texts = List.of();

  private @Nullable SSLSocketFactory factory;

  Tls(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads the files again.
   *
   * @return true if anything has changed since they were used
   */
  synchronized boolean refresh() throws GeneralSecurityException, IOException {
    if (!settings.hasFiles()) {
      return false;
    }
    List<String> now =
        List.of(text(settings.authorities()), text(settings.certificate()), text(settings.key()));
    if (factory != null && now.equals(texts)) {
      return false;
    }
    factory = factory(now.get(0), now.get(1), now.get(2));
    texts = now;
    return true;
  }

  /** TLS over a connection, before its handshake. */
  SSLSocket over(Socket connected, Endpoint endpoint) throws GeneralSecurityException, IOException {
    SSLSocket secure =
        (SSLSocket) factory().createSocket(connected, endpoint.host(), endpoint.port(), true);
    if (settings.verification() == Verification.ON) {
      SSLParameters parameters = secure.getSSLParameters();
      // Names are compared as RFC 9110, 4.3.4 asks for.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    return secure;
  }

  private synchronized SSLSocketFactory factory() throws GeneralSecurityException, IOException {
    if (factory == null && !refresh()) {
      factory = factory("", "", "");
    }
    return Objects.requireNonNull(factory);
  }

  private static String text(Optional<Supplier<String>> source) throws IOException {
    try {
      return source.isPresent() ? source.get().get() : "";
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private SSLSocketFactory factory(String authorities, String certificate, String key)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        settings.certificate().isPresent() ? client(certificate, key) : null,
        new TrustManager[] {
          switch (settings.verification()) {
            case ON -> new NamingTrust(trust(authorities));
            case OFF -> new BlindTrust();
          }
        },
        null);
    return context.getSocketFactory();
  }

  private static KeyManager[] client(String certificate, String key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    Certificate[] chain =
        Pem.certificates("the client certificate", certificate).toArray(Certificate[]::new);
    store.setKeyEntry("client", Pem.key("the client key", key), NO_PASSWORD, chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private X509ExtendedTrustManager trust(String authorities)
      throws GeneralSecurityException, IOException {
    X509ExtendedTrustManager system = manager(null);
    if (settings.authorities().isEmpty()) {
      return system;
    }
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, NO_PASSWORD);
    for (X509Certificate each : system.getAcceptedIssuers()) {
      all.setCertificateEntry("certificate " + all.size(), each);
    }
    for (X509Certificate each : Pem.certificates("the authorities' file", authorities)) {
      all.setCertificateEntry("certificate " + all.size(), each);
    }
    return manager(all);
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    for (TrustManager each : managers.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust");
  }
}
