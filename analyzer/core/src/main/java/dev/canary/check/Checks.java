package dev.canary.check;

import dev.canary.baseline.Reference;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import java.util.ArrayList;
import java.util.List;

/** The checks of a run, in the order in which their findings are told: facts first. */
public record Checks(List<Check> checks) {
  public Checks {
    checks = List.copyOf(checks);
  }

  /** Every built-in check. */
  public static Checks standard() {
    List<Check> all = new ArrayList<>(withoutIdentity().checks());
    all.add(8, new IdentityCheck());
    return new Checks(all);
  }

  /** Every built-in check but the digests, so that one sees what the outputs alone tell. */
  public static Checks withoutIdentity() {
    return new Checks(
        List.of(
            new BaselineCheck(),
            new VersionCheck(),
            new CacheCheck(),
            new AnswersCheck(),
            new HealthCheck(),
            new MetadataCheck(),
            new SchemaCheck(),
            new ContractCheck(),
            new DeviationCheck(),
            new LabelCheck(),
            new LatencyCheck(),
            new DistributionCheck()));
  }

  /** Of these, what judges facts by few cases: neither statistics nor latency. */
  public Checks smoke() {
    return new Checks(
        checks.stream()
            .filter(c -> !(c instanceof LabelCheck || c instanceof LatencyCheck))
            .filter(c -> !(c instanceof DistributionCheck))
            .map(c -> c instanceof DeviationCheck ? DeviationCheck.CLASS_RULE : c)
            .toList());
  }

  /** The findings about a run; the same arguments always give the same findings. */
  public List<Finding> evaluate(Suite suite, Reference reference, Run run) {
    return evaluate(Comparison.of(suite, reference, run));
  }

  /** The findings about a run that is already set beside its reference. */
  public List<Finding> evaluate(Comparison comparison) {
    return checks.stream().flatMap(check -> check.evaluate(comparison).stream()).toList();
  }
}
