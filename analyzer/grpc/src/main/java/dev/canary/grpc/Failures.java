package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import io.grpc.Status;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a status without an answer means.
 *
 * <p>The codes are those of gRPC (grpc.io/docs/guides/status-codes), where the same one may be the
 * server's word or the library's: UNAVAILABLE from a server that answers is a model that is not
 * ready, UNAVAILABLE without an answer is no connection.
 */
final class Failures {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern HTTP_HEADERS = Pattern.compile("headers: Metadata\\(.*\\) DATA-+");
  private static final Pattern MALFORMED =
      Pattern.compile(
          "content-type|frame header malformed|decompress|unexpected eos|headers not received|"
              + Surplus.WORDS);
  private static final Pattern NO_STATUS = Pattern.compile("missing grpc status");
  private static final Pattern STARVED =
      Pattern.compile("assign requested address|too many open files|native thread");
  private static final Pattern INTERRUPTED = Pattern.compile("interrupted");
  private static final Pattern TWO_VALUES = Pattern.compile("more than one value received");
  private static final Pattern NOT_READY =
      Pattern.compile("not (yet )?ready|unknown model|model \\S+ .{0,40}(not found|not loaded)");
  private static final String MLSERVER = "mlserver";
  private static final int LONGEST = 300;

  private final Address address;
  private final Settings settings;

  Failures(Address address, Settings settings) {
    this.address = address;
    this.settings = settings;
  }

  /**
   * The failure of one case; the message quotes the server in one line, without secrets.
   *
   * @param server the server's name, where its metadata tells
   */
  PredictionException of(CallException failure, Credentials credentials, String server) {
    String said = credentials.mask().text(text(failure.status()));
    // All these are the library's words, even about a call that the server ended well.
    if (said.contains(Arrival.CUT_SHORT)) {
      return new PredictionException(
          Reason.BAD_ANSWER, "the answer ends within its message: " + said);
    }
    if (said.contains(Arrival.NO_VALUE)) {
      return new PredictionException(Reason.EMPTY, "the server answered nothing: " + said);
    }
    if (matches(TWO_VALUES, said)) {
      return new PredictionException(Reason.BAD_ANSWER, "the server answered twice: " + said);
    }
    if (failure.isTokenless()) {
      return new PredictionException(
          Reason.UNREACHABLE,
          oneLine(credentials.mask().text(String.valueOf(failure.getMessage()))));
    }
    if (matches(NO_STATUS, said)) {
      return new PredictionException(Reason.BAD_ANSWER, "the answer is no gRPC: " + said);
    }
    return failure.source() == Source.SERVER
        ? ofServer(failure, said, server)
        : ofClient(failure, said);
  }

  private static PredictionException ofServer(CallException failure, String said, String server) {
    Reason reason =
        switch (failure.status().getCode()) {
          case INVALID_ARGUMENT -> refused(said, server);
          case OUT_OF_RANGE -> Reason.BAD_INPUT;
          case DEADLINE_EXCEEDED -> Reason.TIMED_OUT;
          // Refused credentials say nothing about the model, nor about the input.
          case UNAVAILABLE, NOT_FOUND, FAILED_PRECONDITION, UNAUTHENTICATED, PERMISSION_DENIED ->
              Reason.NOT_READY;
          case RESOURCE_EXHAUSTED -> failure.isTooLarge() ? Reason.BAD_INPUT : Reason.NOT_READY;
          // A method or a parameter that this server does not know.
          case UNIMPLEMENTED -> Reason.BAD_INPUT;
          // OK is there for the compiler: with it there is an answer.
          case OK, CANCELLED, UNKNOWN, ALREADY_EXISTS, ABORTED, INTERNAL, DATA_LOSS ->
              Reason.MODEL_ERROR;
        };
    return new PredictionException(reason, "the server answered " + said);
  }

  /** MLServer refuses everything as INVALID_ARGUMENT, its models' own errors, too. */
  private static Reason refused(String said, String server) {
    if (matches(NOT_READY, said)) {
      return Reason.NOT_READY;
    }
    // mlserver/grpc/servicers.py: every MLServerError.
    return server.equals(MLSERVER) ? Reason.MODEL_ERROR : Reason.BAD_INPUT;
  }

  private PredictionException ofClient(CallException failure, String said) {
    if (failure.status().getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return new PredictionException(Reason.TIMED_OUT, String.valueOf(failure.getMessage()));
    }
    if (failure.isTooLarge()) {
      return new PredictionException(
          Reason.BAD_ANSWER,
          "the answer is larger than target.maxAnswer allows, %d bytes: %s"
              .formatted(settings.maxAnswer(), said));
    }
    if (failure.httpStatus().isPresent()) {
      return new PredictionException(
          ofHttp(failure.httpStatus().getAsInt()),
          "what answers at %s is no gRPC: %s"
              .formatted(address, HTTP_HEADERS.matcher(said).replaceFirst("page:")));
    }
    if (matches(INTERRUPTED, said)) {
      return new PredictionException(Reason.TIMED_OUT, "interrupted: " + said);
    }
    if (matches(STARVED, said)) {
      return new PredictionException(Reason.STARVED, "this process cannot connect: " + said);
    }
    return matches(MALFORMED, said)
        ? new PredictionException(Reason.BAD_ANSWER, "the answer is no gRPC: " + said)
        : new PredictionException(Reason.UNREACHABLE, address + " is unreachable: " + said);
  }

  /** As for targets over HTTP, but for 404: a server of gRPC that lacks a model answers itself. */
  private static Reason ofHttp(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> Reason.UNREACHABLE;
      case 401, 403, 407, 408, 424, 425, 429, 502, 503, 504 -> Reason.NOT_READY;
      case 500 -> Reason.MODEL_ERROR;
      default -> Reason.BAD_ANSWER;
    };
  }

  private static boolean matches(Pattern pattern, String said) {
    return pattern.matcher(said.toLowerCase(Locale.ROOT)).find();
  }

  /** Code, description and the first cause, in one line. */
  static String text(Status status) {
    StringBuilder text = new StringBuilder(status.getCode().name());
    if (status.getDescription() != null) {
      text.append(": ").append(status.getDescription());
    }
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause != null && cause.getMessage() != null) {
      text.append(" (").append(cause.getMessage()).append(')');
    }
    return oneLine(text.toString());
  }

  /** The start of a text, without line ends and what a terminal would obey. */
  static String oneLine(String text) {
    String spaced = SPACE.matcher(text).replaceAll(" ");
    String line = CONTROL.matcher(spaced).replaceAll("?").strip();
    if (line.length() <= LONGEST) {
      return line;
    }
    // Not between the halves of a surrogate pair.
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return line.substring(0, end) + "...";
  }
}
