package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.target.LoadException;
import dev.canary.target.Phases;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to one server: makes a channel when there is none that works, proves who asks and ends
 * every call in time. Thread-safe.
 *
 * <p>A channel that could not connect, or not in time, is replaced by a fresh one at the next call:
 * the library's own waits longer and longer and fails calls at once meanwhile, with the error of
 * before.
 */
final class Connection implements AutoCloseable {
  private static final String PROBE = "x-canary-probe";
  private static final long PATIENCE_SECONDS = 5;

  private final Address address;
  private final Settings settings;
  private final Threads threads = new Threads();
  private Credentials credentials;
  private ManagedChannel channel;

  private Connection(Address address, Settings settings, Credentials credentials)
      throws LoadException {
    this.address = address;
    this.settings = settings;
    this.credentials = credentials;
    this.channel = Channels.make(address, settings, credentials, threads);
  }

  /**
   * A way to this server; nothing is sent.
   *
   * @throws LoadException if a secret or a certificate cannot be used
   */
  static Connection open(Address address, Settings settings) throws LoadException {
    return new Connection(address, settings, Credentials.of(settings));
  }

  /**
   * Looks the secrets up again; connects anew if the certificates are others.
   *
   * @throws LoadException if one cannot be used any more; those of before then stay
   */
  synchronized void renew() throws LoadException {
    Credentials now = Credentials.of(settings);
    if (!now.connectAs(credentials)) {
      ManagedChannel fresh = Channels.make(address, settings, now, threads);
      channel.shutdownNow();
      channel = fresh;
    }
    credentials = now;
  }

  /** The secrets that calls carry now. */
  synchronized Credentials credentials() {
    return credentials;
  }

  /**
   * One answer and where its time went.
   *
   * @param <A> what an answer is
   */
  record Answered<A>(A answer, Phases phases) {}

  /**
   * Sends one request.
   *
   * @param id the probe mark, by which a log of the server finds the request
   * @param limit for connecting and answering together
   * @throws CallException for everything that is no answer
   */
  <Q, A> Answered<A> call(MethodDescriptor<Q, A> method, Q request, String id, Duration limit)
      throws CallException {
    long begin = System.nanoTime();
    ManagedChannel open = channel();
    long connectNanos = connect(open, begin, limit);
    long sent = System.nanoTime();
    Arrival arrival = new Arrival();
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(limit.toNanos() - (sent - begin), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(arrival.factory());
    try {
      A answer = ClientCalls.blockingUnaryCall(marked(open, id), method, options, request);
      return new Answered<>(answer, phases(begin, connectNanos, arrival.firstByteAfter(sent)));
    } catch (StatusRuntimeException e) {
      Metadata trailers = e.getTrailers();
      throw new CallException(
          e.getStatus(),
          trailers == null ? new Metadata() : trailers,
          arrival.isAnswered() ? Source.SERVER : Source.CLIENT,
          phases(begin, connectNanos, arrival.firstByteAfter(sent)));
    }
  }

  private Channel marked(Channel open, String id) {
    Metadata metadata = credentials().metadata();
    metadata.put(Credentials.key(PROBE), id);
    return ClientInterceptors.intercept(open, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  /** The phase of connecting holds the handshake of TLS: the library does not tell them apart. */
  private static Phases phases(long begin, long connectNanos, long firstByteNanos) {
    long total = System.nanoTime() - begin;
    return new Phases(0, connectNanos, 0, firstByteNanos, total, OptionalLong.empty());
  }

  private synchronized ManagedChannel channel() {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      replace(channel);
    }
    return channel;
  }

  /** Puts a fresh channel in the place of this one, unless another call has done so. */
  private synchronized void replace(ManagedChannel broken) {
    if (channel == broken) {
      try {
        channel = Channels.make(address, settings, credentials, threads);
      } catch (LoadException e) {
        throw new IllegalStateException("credentials that were usable are no more", e);
      }
      broken.shutdownNow();
    }
  }

  /** How long it took until there was a connection; 0 if there was one already. */
  private long connect(ManagedChannel open, long begin, Duration limit) throws CallException {
    if (open.getState(true) == ConnectivityState.READY) {
      return 0;
    }
    Duration patience = limit.compareTo(settings.connect()) < 0 ? limit : settings.connect();
    try {
      if (!settled(open, begin + patience.toNanos())) {
        replace(open);
        String late = "no connection within %d ms".formatted(patience.toMillis());
        throw noConnection(Status.UNAVAILABLE.withDescription(late), begin);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noConnection(Status.CANCELLED.withDescription("interrupted while connecting"), begin);
    }
    return System.nanoTime() - begin;
  }

  private static CallException noConnection(Status status, long begin) {
    Phases phases = phases(begin, System.nanoTime() - begin, 0);
    return new CallException(status, new Metadata(), Source.CLIENT, phases);
  }

  /** Waits until a channel is connected or failed to; false when that takes too long. */
  private static boolean settled(ManagedChannel open, long untilNanos) throws InterruptedException {
    ConnectivityState state = open.getState(true);
    while (state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING) {
      CountDownLatch changed = new CountDownLatch(1);
      open.notifyWhenStateChanged(state, changed::countDown);
      if (!changed.await(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      state = open.getState(true);
    }
    return true;
  }

  /** Ends every call, connection and thread; returns when they have ended. */
  @Override
  public void close() {
    synchronized (this) {
      channel.shutdownNow();
    }
    try {
      channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.close();
  }
}
