package dev.canary.grpc;

import dev.canary.grpc.Settings.Verification;
import dev.canary.target.LoadException;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes channels to one server: the only place that names the transport. */
final class Channels {
  /** The mark by which logs of a server can be filtered. */
  private static final String USER_AGENT =
      "canary-analyzer/"
          + Optional.ofNullable(Channels.class.getPackage().getImplementationVersion())
              .orElse("development");

  private Channels() {}

  /**
   * A channel that is not connected yet.
   *
   * @param threads all that it uses; it does not end them
   * @throws LoadException if the certificates or the key cannot be used
   */
  static ManagedChannel make(
      Address address, Settings settings, Credentials credentials, Threads threads)
      throws LoadException {
    try {
      OkHttpChannelBuilder builder =
          OkHttpChannelBuilder.forAddress(
              address.host(), address.port(), credentials(address, settings, credentials));
      if (settings.verification() == Verification.OFF) {
        builder.hostnameVerifier((host, session) -> true);
      }
      return builder
          .userAgent(USER_AGENT)
          .maxInboundMessageSize(settings.maxAnswer())
          // Else a name is looked up once more, for settings that a server's owner may publish.
          .disableServiceConfigLookUp()
          .executor(threads.workers())
          .offloadExecutor(threads.workers())
          .transportExecutor(threads.workers())
          .scheduledExecutorService(threads.timer())
          .build();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // Not the library's own message: it could quote a key.
      throw new LoadException(
          "the PEM files of target.%s, target.%s and target.%s cannot be used"
              .formatted(Settings.CA, Settings.CERTIFICATE, Settings.KEY),
          e);
    }
  }

  private static ChannelCredentials credentials(
      Address address, Settings settings, Credentials credentials) throws IOException {
    if (address.scheme() == Address.Scheme.PLAIN) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    Optional<String> ca = credentials.text(Settings.CA);
    if (settings.verification() == Verification.OFF) {
      tls.trustManager(new Anyone());
    } else if (ca.isPresent()) {
      tls.trustManager(stream(ca.get()));
    }
    Optional<String> certificate = credentials.text(Settings.CERTIFICATE);
    Optional<String> key = credentials.text(Settings.KEY);
    if (certificate.isPresent() && key.isPresent()) {
      tls.keyManager(stream(certificate.get()), stream(key.get()));
    }
    return tls.build();
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
