package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.grpc.Dial.Awaited;
import dev.canary.grpc.Dial.Spent;
import dev.canary.target.AccessTokens;
import dev.canary.target.AccessTokensProvider;
import dev.canary.target.LoadException;
import dev.canary.target.Phases;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to one server: makes a channel when there is none that works, proves who asks and ends
 * every call in time. Thread-safe.
 *
 * <p>A channel that could not connect, or not in time, is replaced by a fresh one at the next call:
 * the library's own waits longer and longer and fails calls at once meanwhile, with the error of
 * before.
 */
final class Connection implements AutoCloseable {
  private static final Metadata.Key<String> PROBE = Credentials.key("x-canary-probe");
  private static final long PATIENCE_SECONDS = 5;

  private final Address address;
  private final Settings settings;
  private final Threads threads = new Threads();
  private final Optional<AccessTokens> tokens;
  private final AtomicInteger underWay = new AtomicInteger();
  private Credentials credentials;
  private Way way;

  private Connection(Address address, Settings settings, Credentials credentials)
      throws LoadException {
    this.address = address;
    this.settings = settings;
    this.credentials = credentials;
    this.tokens = settings.tokens().isPresent() ? Optional.of(tokens(settings)) : Optional.empty();
    this.way = way(credentials);
  }

  private static AccessTokens tokens(Settings settings) throws LoadException {
    return ServiceLoader.load(AccessTokensProvider.class)
        .findFirst()
        .orElseThrow(() -> new LoadException("target.auth.oauth2 needs the module http"))
        .open(settings.timeouts().connect(), settings.timeouts().total());
  }

  /** A channel, and the sockets that it would leave behind. */
  private record Way(ManagedChannel channel, Sockets sockets) {
    void close() {
      channel.shutdownNow();
      sockets.close();
    }
  }

  private Way way(Credentials with) throws LoadException {
    Sockets sockets = new Sockets(settings.timeouts().connect(), new Dial(address.scheme()));
    return new Way(Channels.make(address, settings, with, threads, sockets), sockets);
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
      Way fresh = way(now);
      way.close();
      way = fresh;
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
   * @param isResent true if it was sent on a second connection after the first had ended
   */
  record Answered<A>(A answer, Phases phases, boolean isResent) {}

  /**
   * Sends one request.
   *
   * @param id the probe mark, by which a log of the server finds the request
   * @param limit for connecting and answering together
   * @throws CallException for everything that is no answer
   */
  <Q, A> Answered<A> call(MethodDescriptor<Q, A> method, Q request, String id, Duration limit)
      throws CallException {
    underWay.incrementAndGet();
    try {
      return authorised(method, request, id, limit);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private <Q, A> Answered<A> authorised(
      MethodDescriptor<Q, A> method, Q request, String id, Duration limit) throws CallException {
    if (tokens.isEmpty()) {
      return sent(method, request, id, limit);
    }
    String token = authorise(tokens.get());
    try {
      return sent(method, request, id, limit);
    } catch (CallException e) {
      if (!e.isUnauthenticated()) {
        throw e;
      }
      // It may have expired early; another one is asked for once.
      tokens.get().refused(token);
      authorise(tokens.get());
      return sent(method, request, id, limit);
    }
  }

  /** Puts an access token that is good among the credentials. */
  private String authorise(AccessTokens from) throws CallException {
    long begin = System.nanoTime();
    try {
      String token = from.get(credentials().grant(settings.tokens().orElseThrow()));
      synchronized (this) {
        credentials = credentials.with(token);
      }
      return token;
    } catch (LoadException e) {
      Status none = Status.UNAUTHENTICATED.withDescription(e.getMessage());
      Phases phases = phases(begin, Spent.NOTHING, 0);
      throw new CallException(none, new Metadata(), Source.TOKENS, phases);
    }
  }

  private <Q, A> Answered<A> sent(
      MethodDescriptor<Q, A> method, Q request, String id, Duration limit) throws CallException {
    long begin = System.nanoTime();
    Way open = way();
    Patience patience = new Patience(address, settings.timeouts().firstByte(), limit, begin);
    Spent connecting = connect(open, patience);
    boolean connected = open.channel().getState(false) == ConnectivityState.READY;
    long sent = System.nanoTime();
    Arrival arrival = new Arrival(open.sockets().surplus());
    Caller caller = new Caller(threads.workers());
    CallOptions options =
        CallOptions.DEFAULT
            .withExecutor(caller)
            .withDeadlineAfter(patience.endNanos() - sent, TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(arrival.factory());
    try {
      ClientCall<Q, A> call = marked(open.channel(), id).newCall(method, options);
      A answer =
          caller.await(
              ClientCalls.futureUnaryCall(call, request), () -> patience.untilNanos(arrival, sent));
      Phases phases = phases(begin, connecting, arrival.firstByteAfter(sent));
      return new Answered<>(answer, phases, arrival.isResent());
    } catch (StatusRuntimeException e) {
      Source unanswered = connected ? Source.CLIENT : Source.NOBODY;
      CallException failure =
          new CallException(
              patience.told(arrival.told(e.getStatus()), arrival, sent),
              Optional.ofNullable(e.getTrailers()).orElseGet(Metadata::new),
              arrival.isAnswered() ? Source.SERVER : unanswered,
              phases(begin, connecting, arrival.firstByteAfter(sent)));
      if (failure.isSilence()) {
        leave(open);
      }
      throw failure;
    }
  }

  /**
   * Connects anew for the next call: the connection may be what is dead. Other calls that are under
   * way on it go on, and it is closed with the target.
   */
  private synchronized void leave(Way silent) {
    if (underWay.get() == 1) {
      replace(silent);
    } else {
      silent.channel().enterIdle();
    }
  }

  private Channel marked(Channel open, String id) {
    Metadata metadata = credentials().metadata();
    settings
        .headers()
        .values()
        .forEach((name, value) -> metadata.put(Credentials.key(name), value));
    metadata.put(PROBE, id);
    return ClientInterceptors.intercept(open, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static Phases phases(long begin, Spent connecting, long firstByteNanos) {
    long total = System.nanoTime() - begin;
    return new Phases(
        0,
        connecting.connectNanos(),
        connecting.tlsNanos(),
        firstByteNanos,
        total,
        OptionalLong.empty());
  }

  private synchronized Way way() {
    if (way.channel().getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      replace(way);
    }
    return way;
  }

  /** Puts a fresh channel in the place of this one, unless another call has done so. */
  private synchronized void replace(Way broken) {
    if (way.channel() == broken.channel()) {
      try {
        way = way(credentials);
      } catch (LoadException e) {
        throw new IllegalStateException("credentials that were usable are no more", e);
      }
      broken.close();
    }
  }

  /** Waits until there is a connection, or none; tells how long that took. */
  private Spent connect(Way open, Patience patience) throws CallException {
    if (open.channel().getState(true) == ConnectivityState.READY) {
      return Spent.NOTHING;
    }
    Dial dial = open.sockets().dial();
    long begin = patience.beginNanos();
    try {
      Optional<Status> late = settled(open.channel(), dial, patience);
      Spent spent = dial.spentSince(begin);
      if (late.isPresent()) {
        replace(open);
        throw noConnection(late.get(), begin, spent);
      }
      return spent;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Status status = Status.CANCELLED.withDescription("interrupted while connecting");
      throw noConnection(status, begin, dial.spentSince(begin));
    }
  }

  private static CallException noConnection(Status status, long begin, Spent spent) {
    return new CallException(status, new Metadata(), Source.NOBODY, phases(begin, spent, 0));
  }

  /** Waits until a channel is connected or failed to; says for what that takes too long. */
  private Optional<Status> settled(ManagedChannel open, Dial dial, Patience patience)
      throws InterruptedException {
    long end = patience.endNanos();
    while (true) {
      int seen = dial.changes();
      ConnectivityState state = open.getState(true);
      if (state != ConnectivityState.IDLE && state != ConnectivityState.CONNECTING) {
        return Optional.empty();
      }
      Awaited awaited = dial.awaited(settings.timeouts(), patience.beginNanos());
      long until = Math.min(end, awaited.untilNanos());
      if (System.nanoTime() >= until) {
        return Optional.of(awaited.untilNanos() <= end ? awaited.late() : patience.late());
      }
      open.notifyWhenStateChanged(state, dial::change);
      dial.awaitChange(seen, until);
    }
  }

  /** Ends every call, connection and thread; returns when they have ended. */
  @Override
  public void close() {
    Way last;
    synchronized (this) {
      last = way;
      last.close();
    }
    try {
      last.channel().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.close();
    tokens.ifPresent(AccessTokens::close);
  }
}
