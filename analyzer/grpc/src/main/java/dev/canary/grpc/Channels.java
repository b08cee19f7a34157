package dev.canary.grpc;

import dev.canary.grpc.Settings.Verification;
import dev.canary.target.LoadException;
import dev.canary.target.Mark;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.internal.OkHostnameVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.HostnameVerifier;

/** Makes channels to one server: the only place that names the transport. */
final class Channels {

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
      return builder(address, settings, credentials, sockets.dial())
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
      Address address, Settings settings, Credentials credentials, Dial dial)
      throws IOException, GeneralSecurityException {
    OkHttpChannelBuilder builder = OkHttpChannelBuilder.forAddress(address.host(), address.port());
    return switch (address.scheme()) {
      case PLAIN -> builder.usePlaintext();
      case TLS ->
          builder
              .sslSocketFactory(
                  Tls.context(settings.verification(), credentials).getSocketFactory())
              .hostnameVerifier(verifier(settings.verification(), dial));
    };
  }

  /** Asked for each connection once its handshake is over: nothing else tells of that. */
  private static HostnameVerifier verifier(Verification verification, Dial dial) {
    return (host, session) -> {
      dial.secured();
      return switch (verification) {
        case ON -> OkHostnameVerifier.INSTANCE.verify(host, session);
        case OFF -> true;
      };
    };
  }
}
