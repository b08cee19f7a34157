package dev.canary.app.init;

import dev.canary.target.Signature.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which model a user means, and what is told of it beside.
 *
 * @param place a file or an address
 * @param protocol the word of a protocol, where it is not to be found out
 * @param model the model's name on its server
 * @param options settings of the target by dotted key, as they would stand in suite.yaml
 * @param inputs what the model does not tell of its inputs
 */
public record ModelRequest(
    String place,
    Optional<String> protocol,
    Optional<String> model,
    Map<String, String> options,
    List<Slot> inputs) {
  public ModelRequest {
    options = Map.copyOf(options);
    inputs = List.copyOf(inputs);
  }

  /** True for an address. */
  public boolean isServed() {
    return place.matches("[a-z][a-z0-9+.-]*://.*");
  }
}
