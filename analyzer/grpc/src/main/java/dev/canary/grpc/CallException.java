package dev.canary.grpc;

import dev.canary.target.Phases;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/** A call that ended without an answer. */
final class CallException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final long MILLIS_PER_SECOND = 1000;

  /** Whose word the status is. */
  enum Source {
    /** The server sent it. */
    SERVER,
    /** The library made it: the server was not reached, or broke off, or broke the rules. */
    CLIENT
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

  /** True if the server asks for fewer requests. */
  boolean isTooMany() {
    return source == Source.SERVER && status.getCode() == Status.Code.RESOURCE_EXHAUSTED;
  }

  /**
   * How long the server asks to be left alone: gRPC's own word in milliseconds (gRFC A6) or, from a
   * gateway, HTTP's in seconds.
   */
  Optional<Duration> pushback() {
    return trailer("grpc-retry-pushback-ms", 1).or(() -> trailer("retry-after", MILLIS_PER_SECOND));
  }

  private Optional<Duration> trailer(String name, long millis) {
    String text = trailers.get(Credentials.key(name));
    if (text == null || !text.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Long.parseLong(text) * millis));
  }
}
