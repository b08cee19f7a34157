package dev.canary.http;

import java.util.Optional;

/**
 * The connections of a target: kept from replay to replay, made anew when the certificates that
 * they were made with have been replaced. Used by one replay at a time.
 */
final class Wires implements AutoCloseable {
  private final Opener opener;
  private Optional<Open> open = Optional.empty();

  Wires(Opener opener) {
    this.opener = opener;
  }

  /** Makes what sends requests. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens no connection yet.
     *
     * @throws IllegalArgumentException if a certificate comes without its key
     */
    Sender open(Use use, Held.Tls tls);
  }

  /** What requests are sent for: each has time-outs of its own. */
  enum Use {
    /** Inference. */
    CASES,
    /** Questions about health, which must not cost what an inference may. */
    QUESTIONS,
    /** Tokens, from another server, always verified. */
    TOKENS
  }

  /** Three senders and what they were made with. */
  record Open(Sender cases, Sender questions, Sender tokens, Held.Tls tls) {
    void close() {
      cases.close();
      questions.close();
      tokens.close();
    }
  }

  /** What sends with these certificates. */
  Open with(Held.Tls tls) {
    if (open.isPresent() && open.get().tls().equals(tls)) {
      return open.get();
    }
    close();
    Open fresh =
        new Open(
            opener.open(Use.CASES, tls),
            opener.open(Use.QUESTIONS, tls),
            opener.open(Use.TOKENS, tls.verified()),
            tls);
    open = Optional.of(fresh);
    return fresh;
  }

  @Override
  public void close() {
    open.ifPresent(Open::close);
    open = Optional.empty();
  }
}
