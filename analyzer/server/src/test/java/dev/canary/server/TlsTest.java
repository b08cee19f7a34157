package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.server.Tls.ClientCertificate;
import inference.GRPCInferenceServiceGrpc;
import inference.ServerLiveRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both ports with TLS, and with a certificate of the client. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private static KeyManagerFactory keys;
  private static TrustManagerFactory trust;

  /** One self-signed pair serves both sides, made by the JDK's own tool. */
  @BeforeAll
  static void makeKeys(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD);
    }
    keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(loaded, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("test", loaded.getCertificate("test"));
    trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
  }

  private static SSLContext both() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static SSLContext trustAlone() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static ModelServer start(ClientCertificate client) throws Exception {
    return ModelServer.start(
        ServerOptions.serving(ServedModel.echo("echo"))
            .grpcPort(0)
            .tls(new Tls(both(), client))
            .build());
  }

  private static int status(ModelServer server, SSLContext context) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    HttpRequest request = HttpRequest.newBuilder(server.http().resolve("/v2")).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static boolean isLive(ModelServer server, SslContextBuilder context) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpc().getPort())
            .sslContext(GrpcSslContexts.configure(context.trustManager(trust)).build())
            .build();
    try {
      return GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .serverLive(ServerLiveRequest.getDefaultInstance())
          .getLive();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aClientWithoutCertificateIsServedWhereNoneIsAskedFor() throws Exception {
    try (ModelServer server = start(ClientCertificate.NONE)) {
      assertThat(server.http()).hasScheme("https");
      assertThat(server.grpc()).hasScheme("grpcs");
      assertThat(status(server, trustAlone())).isEqualTo(200);
      assertThat(isLive(server, SslContextBuilder.forClient())).isTrue();
    }
  }

  @Test
  void aClientWithoutCertificateIsRefusedWhereOneIsAskedFor() throws Exception {
    try (ModelServer server = start(ClientCertificate.REQUIRED)) {
      assertThat(status(server, both())).isEqualTo(200);
      assertThat(isLive(server, SslContextBuilder.forClient().keyManager(keys))).isTrue();
      assertThatThrownBy(() -> status(server, trustAlone())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> isLive(server, SslContextBuilder.forClient()))
          .isInstanceOf(StatusRuntimeException.class);
    }
  }
}
