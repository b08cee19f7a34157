package dev.canary.http.wire;

import dev.canary.http.wire.WireException.Kind;
import dev.canary.http.wire.WireSettings.Timeouts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Says what an exception of the library or of the JDK means for one attempt. */
final class Faults {
  /** RFC 9113 section 4.1. */
  private static final int FRAME_HEADER = 9;

  /** Type, flags and stream of the frame that every server of HTTP/2 sends first (section 3.4). */
  private static final byte[] SETTINGS = {4, 0, 0, 0, 0, 0};

  /** RFC 8446 section 5.1. */
  private static final int TLS_ALERT = 21;

  private static final int TLS_MAJOR = 3;

  /** EMFILE and ENFILE, ENOBUFS, ENOMEM, in the words of the C library. */
  private static final Pattern LACKS =
      Pattern.compile("(?i)too many open files|no buffer space|cannot allocate memory");

  private final Timeouts timeouts;

  Faults(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  WireException of(Attempt attempt, Exception e) {
    Optional<String> other = otherProtocol(attempt.head());
    if (other.isPresent()) {
      return attempt.failed(Kind.MALFORMED_HTTP, other.get(), e);
    }
    // Tells of the other side only if the time was not up, after which this one cuts.
    if (attempt.isOver()) {
      return attempt.failed(
          Kind.TOTAL_TIMEOUT,
          "no whole answer within %s, %d bytes came"
              .formatted(text(timeouts.total()), attempt.received()),
          e);
    }
    return switch (attempt.stage()) {
      case CONNECTION -> connecting(attempt, e);
      case SECURITY -> securing(attempt, e);
      case FIRST_BYTE, REST -> exchanging(attempt, e);
    };
  }

  private WireException connecting(Attempt attempt, Exception e) {
    String said = said(e);
    if (e instanceof UnknownHostException) {
      return attempt.failed(Kind.DNS, "the host's name has no address here", e);
    } else if (e instanceof SocketTimeoutException || said.contains("timed out")) {
      return attempt.failed(
          Kind.CONNECT_TIMEOUT, "no connection within " + text(timeouts.connect()), e);
    } else if (said.contains("assign requested address")) {
      return attempt.failed(Kind.STARVED, "this machine has no free port left", e);
    } else if (e instanceof ConnectException && said.contains("refused")) {
      return attempt.failed(Kind.REFUSED, "connection refused, nothing listens there", e);
    } else if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return attempt.failed(Kind.NO_ROUTE, "no way to the host: " + said, e);
    } else if (said.contains("unreachable")) {
      return attempt.failed(Kind.NO_ROUTE, "no way to the host: " + said, e);
    }
    Kind kind = LACKS.matcher(said).find() ? Kind.STARVED : Kind.LOCAL;
    return attempt.failed(kind, "this process cannot connect: " + said, e);
  }

  private WireException securing(Attempt attempt, Exception e) {
    if (e instanceof SocketTimeoutException) {
      return attempt.failed(
          Kind.TLS_TIMEOUT, "no end of the TLS handshake within " + text(timeouts.tls()), e);
    }
    return attempt.failed(Kind.TLS, secrecy(e), e);
  }

  private WireException exchanging(Attempt attempt, Exception e) {
    if (e instanceof SocketTimeoutException) {
      return attempt.failed(
          Kind.FIRST_BYTE_TIMEOUT, "no byte of an answer within " + text(timeouts.firstByte()), e);
    } else if (e instanceof SSLException) {
      return attempt.failed(Kind.TLS, secrecy(e), e);
    } else if (e instanceof HttpException
        || e instanceof MessageConstraintException
        || (e instanceof MalformedChunkCodingException
            && !(e instanceof TruncatedChunkException))) {
      return attempt.failed(Kind.MALFORMED_HTTP, "the answer is no HTTP: " + said(e), e);
    } else if (e instanceof IOException) {
      return attempt.failed(
          Kind.RESET,
          attempt.received() == 0
              ? "the connection ended without an answer"
              : "the connection ended within the answer, after %d bytes"
                  .formatted(attempt.received()),
          e);
    }
    return attempt.failed(Kind.LOCAL, "this process failed: " + said(e), e);
  }

  /** What a server of gRPC or TLS sends to a request of HTTP/1.1, in plain words. */
  private static Optional<String> otherProtocol(byte[] head) {
    if (head.length >= FRAME_HEADER && Arrays.equals(head, 3, FRAME_HEADER, SETTINGS, 0, 6)) {
      return Optional.of(
          "the server speaks HTTP/2 on this port, as gRPC does; is the address one of grpc://?");
    }
    boolean alert = head.length >= 2 && head[0] == TLS_ALERT && head[1] == TLS_MAJOR;
    return alert
        ? Optional.of("the server speaks TLS on this port; is the address one of https://?")
        : Optional.empty();
  }

  private static String secrecy(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NamingTrust.Refused) {
        return "its " + cause.getMessage();
      }
    }
    String said = said(e);
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return "the server speaks no TLS on this port; is the address one of http://?";
    } else if (said.contains("certificate_required") || said.contains("bad_certificate")) {
      return "the server wants a client certificate that it knows: " + said;
    } else if (e instanceof GeneralSecurityException || e instanceof SSLException) {
      return "no secure connection: " + said;
    }
    return "the connection ended within the TLS handshake: " + said;
  }

  /** The exception's own words, in one line. */
  private static String said(Exception e) {
    String message = e.getMessage();
    return (message == null ? e.getClass().getSimpleName() : message)
        .replaceAll("[\\p{Cntrl}\\s]+", " ");
  }

  private static String text(Duration timeout) {
    return String.format(Locale.ROOT, "%.3f s", timeout.toNanos() / 1e9);
  }
}
