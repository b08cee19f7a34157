package dev.canary.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.canary.target.Phases;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call that ended without an answer. */
final class CallException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final long MILLIS_PER_SECOND = 1000;
  private static final int TOO_MANY = 429;
  private static final int NOT_NOW = 503;
  private static final String PUSHBACK = "grpc-retry-pushback-ms";

  /** As Java, and as C and Go say it. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("(?i)exceeds maximum size|larger than max");

  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code ([0-9]{3})");

  /** Whose word the status is. */
  enum Source {
    /** The server sent it. */
    SERVER,
    /** The library made it: a server was reached that broke off, or broke the rules. */
    CLIENT,
    /** The library made it: there was no connection. */
    NOBODY,
    /** The server of the access tokens gave none; nothing was sent. */
    TOKENS
  }

  private final transient Status status;
  private final transient Metadata trailers;
  private final transient Phases phases;
  private final Source source;

  CallException(Status status, Metadata trailers, Source source, Phases phases) {
    super(status.getDescription(), status.getCause());
    this.status = status;
    this.trailers = trailers;
    this.source = source;
    this.phases = phases;
  }

  Status status() {
    return status;
  }

  Source source() {
    return source;
  }

  Phases phases() {
    return phases;
  }

  /** True if the server, or a proxy before it, asks to come later: as 429 and 503 of HTTP do. */
  boolean isRefusedForNow() {
    return switch (source) {
      case SERVER ->
          status.getCode() == Status.Code.UNAVAILABLE
              || (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && !isTooLarge());
      case CLIENT -> httpStatus().stream().anyMatch(s -> s == TOO_MANY || s == NOT_NOW);
      case NOBODY, TOKENS -> false;
    };
  }

  /** True if a message was larger than whoever had to read it allows. */
  boolean isTooLarge() {
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
        && TOO_LARGE.matcher(String.valueOf(status.getDescription())).find();
  }

  /** True if no answer came in time, or nobody was there. */
  boolean isSilence() {
    return source == Source.NOBODY
        || isTokenless()
        || (source == Source.CLIENT && status.getCode() == Status.Code.DEADLINE_EXCEEDED);
  }

  /** True if there was no access token to send. */
  boolean isTokenless() {
    return source == Source.TOKENS;
  }

  /** True if the server refused who asks. */
  boolean isUnauthenticated() {
    return source == Source.SERVER && status.getCode() == Status.Code.UNAUTHENTICATED;
  }

  /** The status of HTTP, where what answered is no gRPC. */
  OptionalInt httpStatus() {
    Matcher told = HTTP_STATUS.matcher(String.valueOf(status.getDescription()));
    return source == Source.CLIENT && told.find()
        ? OptionalInt.of(Integer.parseInt(told.group(1)))
        : OptionalInt.empty();
  }

  /**
   * How long the server asks to be left alone: gRPC's own word in milliseconds (gRFC A6), a detail
   * of its status (google.rpc.RetryInfo) or, from a gateway, HTTP's in seconds.
   */
  Optional<Duration> pushback() {
    return trailer(PUSHBACK, 1)
        .or(this::retryInfo)
        .or(() -> trailer("retry-after", MILLIS_PER_SECOND));
  }

  /** True if the server asks not to come again: a negative or unreadable push-back (gRFC A6). */
  boolean isFinal() {
    return trailers.containsKey(Credentials.key(PUSHBACK)) && trailer(PUSHBACK, 1).isEmpty();
  }

  private Optional<Duration> retryInfo() {
    com.google.rpc.Status told = StatusProto.fromStatusAndTrailers(status, trailers);
    for (Any detail : told.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Duration> trailer(String name, long millis) {
    String text = trailers.get(Credentials.key(name));
    if (text == null || !text.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Long.parseLong(text) * millis));
  }
}
