package dev.canary.http;

import dev.canary.http.wire.Wire;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireException.Kind;
import dev.canary.http.wire.WireException.Received;
import dev.canary.http.wire.WireRequest;
import dev.canary.http.wire.WireSettings;
import java.net.URI;
import java.time.Duration;

/** Opens real connections to one server. */
final class WireOpener implements Wires.Opener {
  /** Health that takes longer than this is none. */
  private static final Duration QUESTION = Duration.ofSeconds(2);

  private final URI base;
  private final Manners manners;

  WireOpener(URI base, Manners manners) {
    this.base = base;
    this.manners = manners;
  }

  @Override
  public Sender open(Wires.Use use, Held.Tls tls) {
    WireSettings settings =
        new WireSettings(timeouts(use), manners.maxAnswerBytes(), tls.settings(), width(use));
    return new OverWire(base, new Wire(settings));
  }

  private int width(Wires.Use use) {
    return use == Wires.Use.CASES ? manners.concurrency() : 1;
  }

  private WireSettings.Timeouts timeouts(Wires.Use use) {
    WireSettings.Timeouts own = manners.timeouts();
    return use == Wires.Use.QUESTIONS
        ? new WireSettings.Timeouts(
            shorter(own.connect()),
            shorter(own.tls()),
            shorter(own.firstByte()),
            shorter(own.total()))
        : own;
  }

  private static Duration shorter(Duration own) {
    return own.compareTo(QUESTION) < 0 ? own : QUESTION;
  }

  /** One server, and the others that whole URLs lead to. */
  private record OverWire(URI base, Wire wire) implements Sender {
    @Override
    public WireAnswer send(WireRequest request) throws WireException {
      if (!request.path().contains("://")) {
        return wire.send(base, request);
      }
      WireRequest whole = new WireRequest(request.method(), "", request.headers(), request.body());
      try {
        return wire.send(URI.create(request.path()), whole);
      } catch (IllegalArgumentException e) {
        throw new WireException(
            Kind.LOCAL, "no address of a server: " + request.path(), Received.NOTHING, e);
      }
    }

    @Override
    public void close() {
      wire.close();
    }
  }
}
