package dev.canary.http;

import dev.canary.http.protocol.Description;
import dev.canary.http.protocol.Inquiry;
import dev.canary.http.protocol.Protocol;
import dev.canary.http.protocol.Question;
import dev.canary.http.protocol.Told;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Mark;
import dev.canary.target.Sign;
import java.util.Optional;

/**
 * Asks a server about itself: whether it lives, whether the model is ready, what they are. What
 * fails is part of the answer, never an exception; a server that cannot be reached is asked once.
 */
final class HealthProbe {
  private final Line line;
  private final Mark mark;
  private Optional<String> silence = Optional.empty();

  /**
   * @param line with time-outs that are short: a question about health must not cost what an answer
   *     of the model may
   */
  HealthProbe(Line line, Mark mark) {
    this.line = line;
    this.mark = mark;
  }

  /** What the server told. */
  record Found(Sign live, Sign ready, Description description) {}

  /** Asks everything that a protocol can ask. */
  Found ask(Protocol protocol) {
    Sign live = sign(protocol.live(), "liveness");
    Sign ready = sign(protocol.ready(), "readiness");
    return new Found(live, ready, describe(protocol));
  }

  /** Asks the inquiries alone. */
  Description describe(Protocol protocol) {
    Description description = Description.EMPTY;
    for (Inquiry inquiry : protocol.inquiries()) {
      Asked asked = asked(inquiry.request());
      Description more =
          asked
              .answer()
              .map(inquiry.reader()::read)
              .orElseGet(() -> Told.remark(unanswered(inquiry, asked)));
      description = description.and(more);
    }
    return description;
  }

  private static String unanswered(Inquiry inquiry, Asked asked) {
    return "%s went unanswered: %s".formatted(inquiry.request().path(), asked.failure().orElse(""));
  }

  private Sign sign(Optional<Question> question, String what) {
    if (question.isEmpty()) {
      return Sign.nothing("the protocol has no " + what);
    }
    Asked asked = asked(question.get().request());
    return asked
        .answer()
        .map(question.get().reader()::read)
        .orElseGet(() -> Sign.no(asked.failure().orElse("")));
  }

  /** An answer, or why there is none. */
  private record Asked(Optional<WireAnswer> answer, Optional<String> failure) {}

  private Asked asked(WireRequest request) {
    boolean elsewhere = request.path().contains("://");
    if (silence.isPresent() && !elsewhere) {
      return new Asked(Optional.empty(), Optional.of("not asked: " + silence.get()));
    }
    String why;
    try {
      return new Asked(Optional.of(line.send(request, mark.id("health"))), Optional.empty());
    } catch (WireException e) {
      why = line.masked(String.valueOf(e.getMessage()));
    } catch (Tokens.TokenException e) {
      why = String.valueOf(e.getMessage());
    }
    if (!elsewhere) {
      silence = Optional.of(why);
    }
    return new Asked(Optional.empty(), Optional.of(why));
  }
}
