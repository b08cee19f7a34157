package dev.canary.server;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The gRPC port. Its threads are its own, so that none is left behind. */
final class GrpcFront implements AutoCloseable {
  private static final int WORKERS = 32;
  private static final int LONGEST_SECONDS = 10;
  private static final InetAddress LOOPBACK = loopback();

  private final EventLoopGroup loops = new NioEventLoopGroup(2);
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final Server server;
  private int port;

  private GrpcFront(int port, Optional<Tls> tls, Serving serving, ServerInterceptor gate) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(LOOPBACK, port))
            .channelType(NioServerSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .executor(workers)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .intercept(gate)
            .addService(new GrpcApi(serving))
            .addService(new GrpcHealth(serving));
    tls.ifPresent(given -> builder.sslContext(context(given)));
    server = builder.build();
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /**
   * Listens on the loopback address.
   *
   * @throws IOException if the port is taken
   */
  static GrpcFront start(
      int port, Optional<Tls> tls, Serving serving, Supplier<Optional<Access>> access)
      throws IOException {
    GrpcFront front = new GrpcFront(port, tls, serving, new Gate(access));
    try {
      front.port = front.server.start().getPort();
      return front;
    } catch (IOException e) {
      front.close();
      throw e;
    }
  }

  private static SslContext context(Tls tls) {
    ClientAuth client =
        switch (tls.client()) {
          case NONE -> ClientAuth.NONE;
          case REQUIRED -> ClientAuth.REQUIRE;
        };
    ApplicationProtocolConfig http2 =
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            "h2");
    return new JdkSslContext(
        tls.context(), false, null, IdentityCipherSuiteFilter.INSTANCE, http2, client, null, false);
  }

  /** Lets through who shows what is asked for. */
  private record Gate(Supplier<Optional<Access>> access) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Optional<Access> needed = access.get();
      if (needed.isEmpty() || isGranted(needed.get(), headers)) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED.withDescription(needed.get().refusal()), new Metadata());
      return new ServerCall.Listener<>() {};
    }

    private static boolean isGranted(Access needed, Metadata headers) {
      return needed.isGrantedBy(
          headers.get(Metadata.Key.of(needed.header(), Metadata.ASCII_STRING_MARSHALLER)));
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    server.shutdownNow();
    workers.shutdown();
    try {
      server.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
      workers.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
      Future<?> unused = loops.shutdownGracefully(0, LONGEST_SECONDS, TimeUnit.SECONDS);
      loops.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
