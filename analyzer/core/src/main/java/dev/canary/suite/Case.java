package dev.canary.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One golden input and why it is golden.
 *
 * @param id unique in its suite
 * @param input what the model is fed
 * @param tags slices of the suite, for localising a fault
 * @param why the reason this input was chosen
 * @param expect what must be answered whatever the baseline says
 * @param tolerance in place of the precision class for this case: the allowed movement as a share
 *     of the row's unit
 * @param precision in place of the output's class for this case
 */
public record Case(
    String id,
    Input input,
    List<String> tags,
    String why,
    Expectation expect,
    OptionalDouble tolerance,
    Optional<Precision> precision) {
  public Case {
    tags = List.copyOf(tags);
  }

  /** A case with nothing but an id and an input. */
  public static Case of(String id, Input input) {
    return new Case(
        id, input, List.of(), "", Expectation.NONE, OptionalDouble.empty(), Optional.empty());
  }
}
