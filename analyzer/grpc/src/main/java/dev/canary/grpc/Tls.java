package dev.canary.grpc;

import static io.grpc.util.AdvancedTlsX509TrustManager.Verification.INSECURELY_SKIP_ALL_VERIFICATION;

import dev.canary.grpc.Settings.Verification;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom connections trust, and how they prove who asks. */
final class Tls {
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  /** Made by hand: of the library's own credentials nobody learns when a handshake ended. */
  static SSLContext context(Verification verification, Credentials credentials)
      throws IOException, GeneralSecurityException {
    TrustManager @Nullable [] trust =
        switch (verification) {
          case ON -> authority(credentials);
          case OFF -> new TrustManager[] {anyone()};
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(credentials), trust, new SecureRandom());
    return context;
  }

  /** Trusts whoever answers, as {@code tls.verify: off} asks; the health of a replay tells it. */
  private static TrustManager anyone() throws CertificateException {
    return AdvancedTlsX509TrustManager.newBuilder()
        .setVerification(INSECURELY_SKIP_ALL_VERIFICATION)
        .build();
  }

  /** Null for the authorities that this machine trusts. */
  private static TrustManager @Nullable [] authority(Credentials credentials)
      throws IOException, GeneralSecurityException {
    Optional<String> pem = credentials.text(Settings.CA);
    if (pem.isEmpty()) {
      return null;
    }
    KeyStore trusted = store();
    for (X509Certificate certificate : CertificateUtils.getX509Certificates(stream(pem.get()))) {
      trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
    }
    if (trusted.size() == 0) {
      throw new CertificateException("no certificate of an authority");
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    return managers.getTrustManagers();
  }

  private static KeyManager[] keys(Credentials credentials)
      throws IOException, GeneralSecurityException {
    KeyStore own = store();
    Optional<String> certificate = credentials.text(Settings.CERTIFICATE);
    if (certificate.isPresent()) {
      String pem = credentials.text(Settings.KEY).orElse("");
      PrivateKey key = CertificateUtils.getPrivateKey(stream(pem));
      X509Certificate[] chain = CertificateUtils.getX509Certificates(stream(certificate.get()));
      own.setKeyEntry("prober", key, NO_PASSWORD, chain);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(own, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }
}
