package dev.canary.suite;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A named list of golden cases with the target they are replayed against and what its outputs must
 * be.
 *
 * @param name the suite's name, also the name of its folder
 * @param description one line for people
 * @param target the model behind the suite
 * @param anyOutput the declaration that holds for every output when the suite declares only one
 *     kind
 * @param outputs what holds for each output when the suite declares them one by one
 * @param cases in the order of the file
 * @param repeats how many captures make a baseline
 * @param latency the budget in time, if there is one
 * @param secret true when inputs and outputs must appear in no event, page, report or log
 * @param digest SHA-256 of what the cases are, for telling whether a baseline still fits
 */
public record Suite(
    String name,
    String description,
    TargetSpec target,
    OutputSpec anyOutput,
    Map<String, OutputSpec> outputs,
    List<Case> cases,
    int repeats,
    Optional<LatencyBudget> latency,
    boolean secret,
    String digest) {
  /** The number of captures when a suite names none. */
  public static final int DEFAULT_REPEATS = 26;

  /**
   * @throws IllegalArgumentException if there is no case, an id appears twice or repeats &lt; 1
   */
  public Suite {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("suite " + name + " has no cases");
    }
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, found " + repeats);
    }
    Set<String> ids = new HashSet<>();
    for (Case golden : cases) {
      if (!ids.add(golden.id())) {
        throw new IllegalArgumentException("case id " + golden.id() + " appears twice");
      }
    }
  }

  /**
   * What holds for the output of this name; empty when the suite declares others and not this one.
   */
  public Optional<OutputSpec> specOf(String output) {
    return outputs.isEmpty() ? Optional.of(anyOutput) : Optional.ofNullable(outputs.get(output));
  }

  /** The same suite over another target. */
  public Suite with(TargetSpec other) {
    return new Suite(
        name, description, other, anyOutput, outputs, cases, repeats, latency, secret, digest);
  }

  /**
   * The same suite with some of its cases. Its digest stays that of all of them, by which its
   * baseline is found.
   */
  public Suite withOnly(List<Case> some) {
    return new Suite(
        name, description, target, anyOutput, outputs, some, repeats, latency, secret, digest);
  }

  /**
   * What the median over cases of the total time may be, and from which share of it to warn.
   *
   * @param budget the limit
   * @param warnShare in (0, 1]
   * @param of which summary over the cases is compared
   */
  public record LatencyBudget(Duration budget, double warnShare, Summary of) {
    /** The summary over cases that the budget bounds. */
    public enum Summary {
      MEDIAN,
      P95,
      MAX
    }
  }
}
