package dev.canary.grpc;

import dev.canary.grpc.Settings.Verification;
import dev.canary.target.LoadException;
import dev.canary.target.Mark;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes channels to one server: the only place that names the transport. */
final class Channels {
  private static final char[] NO_PASSWORD = {};

  private Channels() {}

  /**
   * A channel that is not connected yet.
   *
   * @param threads all that it uses; it does not end them
   * @param sockets makes all that it uses; it does not close them
   * @throws LoadException if the certificates or the key cannot be used
   */
  static ManagedChannel make(
      Address address, Settings settings, Credentials credentials, Threads threads, Sockets sockets)
      throws LoadException {
    try {
      return builder(address, settings, credentials)
          .userAgent(Mark.PROBER)
          .socketFactory(sockets)
          .maxInboundMessageSize(settings.maxAnswer())
          // Else a name is looked up once more, for settings that a server's owner may publish.
          .disableServiceConfigLookUp()
          .executor(threads.workers())
          .offloadExecutor(threads.workers())
          .transportExecutor(threads.workers())
          .scheduledExecutorService(threads.timer())
          .build();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // Not the library's own message: it could quote a key.
      throw new LoadException(
          "the PEM files of target.%s, target.%s and target.%s cannot be used"
              .formatted(Settings.CA, Settings.CERTIFICATE, Settings.KEY),
          e);
    }
  }

  private static OkHttpChannelBuilder builder(
      Address address, Settings settings, Credentials credentials)
      throws IOException, GeneralSecurityException {
    if (address.scheme() == Address.Scheme.PLAIN) {
      return builder(address, InsecureChannelCredentials.create());
    }
    if (settings.verification() == Verification.OFF) {
      return OkHttpChannelBuilder.forAddress(address.host(), address.port())
          .sslSocketFactory(trustingAnyone(credentials).getSocketFactory())
          .hostnameVerifier((host, session) -> true);
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    Optional<String> ca = credentials.text(Settings.CA);
    if (ca.isPresent()) {
      tls.trustManager(stream(ca.get()));
    }
    Optional<String> certificate = credentials.text(Settings.CERTIFICATE);
    if (certificate.isPresent()) {
      tls.keyManager(stream(certificate.get()), stream(key(credentials)));
    }
    return builder(address, tls.build());
  }

  private static OkHttpChannelBuilder builder(Address address, ChannelCredentials credentials) {
    return OkHttpChannelBuilder.forAddress(address.host(), address.port(), credentials);
  }

  /** Made by hand: the library's own credentials always compare the server's name. */
  private static SSLContext trustingAnyone(Credentials credentials)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, NO_PASSWORD);
    Optional<String> certificate = credentials.text(Settings.CERTIFICATE);
    if (certificate.isPresent()) {
      PrivateKey key = CertificateUtils.getPrivateKey(stream(key(credentials)));
      X509Certificate[] chain = CertificateUtils.getX509Certificates(stream(certificate.get()));
      keys.setKeyEntry("prober", key, NO_PASSWORD, chain);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), new TrustManager[] {new Anyone()}, new SecureRandom());
    return context;
  }

  private static String key(Credentials credentials) {
    return credentials.text(Settings.KEY).orElse("");
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }

  /** Trusts whoever answers, as {@code tls.verify: off} asks; the health of a replay tells it. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
