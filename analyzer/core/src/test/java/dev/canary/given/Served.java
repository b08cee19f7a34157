package dev.canary.given;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.Sign;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;

/** Runs of models behind servers, made of plain numbers. */
public final class Served {
  private static final Sign YES = Sign.yes("GET /ready: 200");

  private Served() {}

  /** Live and ready, and nothing else to tell. */
  public static Health healthy() {
    return health(YES, YES);
  }

  public static Health health(Sign live, Sign ready) {
    return new Health(live, ready, Map.of(), OptionalLong.empty(), Health.WarmUp.NONE, List.of());
  }

  public static Health versions(Map<String, Set<String>> versions) {
    return new Health(YES, YES, versions, OptionalLong.empty(), Health.WarmUp.NONE, List.of());
  }

  public static Health cacheHits(long hits) {
    return new Health(YES, YES, Map.of(), OptionalLong.of(hits), Health.WarmUp.NONE, List.of());
  }

  public static Health computing(Health.Computing computing) {
    return new Health(
        YES,
        YES,
        Map.of(),
        OptionalLong.empty(),
        Optional.of(computing),
        Health.WarmUp.NONE,
        List.of());
  }

  public static Health warmedUp(List<Long> nanos) {
    return new Health(
        YES, YES, Map.of(), OptionalLong.empty(), new Health.WarmUp(nanos), List.of());
  }

  public static Health remarking(String... remarks) {
    return new Health(
        YES, YES, Map.of(), OptionalLong.empty(), Health.WarmUp.NONE, List.of(remarks));
  }

  /** An answer of 200 whose facts are these. */
  public static Exchange exchange(Phases phases, Map<String, String> facts) {
    return Exchange.of(phases, 200, "{}".getBytes(StandardCharsets.UTF_8), facts);
  }

  public static Output over(Exchange exchange, Output output) {
    return new Output(output.tensors(), output.classes(), Optional.of(exchange));
  }

  public static Run run(
      Suite suite, ModelIdentity model, Health health, IntFunction<Observation> observations) {
    Run run = Given.observed(suite, model, observations);
    return new Run(
        run.suite(),
        run.model(),
        run.startedAt(),
        run.duration(),
        run.observations(),
        Optional.of(health));
  }
}
