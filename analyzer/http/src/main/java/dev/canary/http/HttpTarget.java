package dev.canary.http;

import dev.canary.format.FormatException;
import dev.canary.http.protocol.Description;
import dev.canary.suite.Case;
import dev.canary.target.CacheTest;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.target.Target;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A model behind a server that speaks HTTP. Opening it connects to nothing: whether the server is
 * there is what a replay finds out.
 *
 * <p>Every replay begins with {@link #expect}: secrets are looked up anew, the server is asked for
 * its health, metadata and versions, and warmed up. {@link #predict} may then be called by {@link
 * #concurrency()} threads at once.
 */
public final class HttpTarget implements Target {
  /** A single failure may be the network's. */
  private static final int ATTEMPTS = 2;

  private final Setup setup;
  private final Wires wires;
  private final Ticks ticks;
  private final Tokens tokens;

  private volatile Optional<Session> session = Optional.empty();
  private volatile String inability = "";

  HttpTarget(Setup setup, Wires wires, Ticks ticks) {
    this.setup = setup;
    this.wires = wires;
    this.ticks = ticks;
    this.tokens = new Tokens(ticks);
  }

  @Override
  public void expect(List<Case> cases) {
    session = Optional.empty();
    try {
      Held held = setup.credentials().held();
      Wires.Open open = wires.with(held.tls());
      Line line = line(open.cases(), open, held);
      Line questions = line(open.questions(), open, held);
      Delivery delivery =
          new Delivery(line, new BackOff(setup.manners().backOff()), ticks, InstantSource.system());
      session = Optional.of(new Session(setup, held, questions, delivery, ticks, cases));
    } catch (FormatException e) {
      inability = "not sent: " + e.problems().get(0).found();
    } catch (IllegalArgumentException e) {
      inability = "not sent: target.tls: " + e.getMessage();
    }
  }

  private Line line(Sender sender, Wires.Open open, Held held) {
    return new Line(sender, open.tokens(), held, tokens, setup.manners().headers().values());
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    return begun().predict(golden);
  }

  private Session begun() throws PredictionException {
    if (session.isEmpty() && inability.isEmpty()) {
      expect(List.of());
    }
    return session.orElseThrow(() -> new PredictionException(Reason.OWN_FAULT, inability));
  }

  @Override
  public Optional<CacheTest> testCache(Case golden) throws PredictionException {
    return Optional.of(begun().testCache(golden));
  }

  @Override
  public int concurrency() {
    return setup.manners().concurrency();
  }

  @Override
  public int attempts() {
    return ATTEMPTS;
  }

  @Override
  public ModelIdentity identity() {
    return session
        .map(Session::identity)
        .orElseGet(() -> Identity.of(setup, Description.EMPTY, Set.of(), Set.of()));
  }

  @Override
  public Optional<Health> health() {
    return Optional.of(session.map(Session::health).orElseGet(this::unasked));
  }

  private Health unasked() {
    Sign nothing = Sign.nothing(inability.isEmpty() ? "not asked" : inability);
    return new Health(
        nothing,
        nothing,
        Map.of(),
        OptionalLong.empty(),
        Health.WarmUp.NONE,
        inability.isEmpty() ? List.of() : List.of(inability));
  }

  @Override
  public void close() {
    wires.close();
  }
}
