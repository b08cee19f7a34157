package dev.canary.app.init;

import dev.canary.app.job.Targets;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.Health;
import dev.canary.target.LoadException;
import dev.canary.target.Sign;
import dev.canary.target.Signature;
import dev.canary.target.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A model behind a server. */
final class ServedModel implements Model {
  private final Found found;
  private final Replay replay;
  private final Target target;

  /** Connects when it is first asked. */
  ServedModel(Found found, Replay replay) throws LoadException {
    this.found = found;
    this.replay = replay;
    this.target = Targets.provider(found.spec().type()).open(found.spec());
  }

  @Override
  public String yaml() {
    return found.yaml();
  }

  @Override
  public String yaml(Signature signature) {
    return found.yaml();
  }

  @Override
  public Signature signature(Suite suite, Path folder) throws LoadException {
    target.expect(List.of());
    Signature told = target.signature();
    Optional<Sign> live = target.health().map(Health::live);
    if (told.inputs().isEmpty() && live.filter(l -> l.says() == Sign.Says.NO).isPresent()) {
      throw new LoadException(
          "%s does not answer: %s".formatted(found.spec().place().text(), live.get().reason()));
    }
    return found.orProtocols(told);
  }

  @Override
  public String exampleInput() {
    return found.exampleInput();
  }

  @Override
  public Run tryAll(Suite suite, Path folder) {
    return replay.run(suite, target, Order.asWritten(suite.cases().size()));
  }

  @Override
  public Untyped untyped(Run tried) {
    return found.tellsTypes() ? Untyped.NONE : Untyped.in(tried);
  }

  @Override
  public void close() {
    target.close();
  }
}
