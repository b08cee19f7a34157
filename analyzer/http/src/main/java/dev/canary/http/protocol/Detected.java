package dev.canary.http.protocol;

import java.util.List;

/**
 * A protocol that a server was found to speak.
 *
 * @param protocol its word, as in {@code target.protocol}
 * @param models the names of the models it serves, where it lists them
 * @param evidence what was asked and answered, in sentences, the most telling first
 * @param description what the server told on the way, with its quirks as remarks
 */
public record Detected(
    String protocol, List<String> models, List<String> evidence, Description description) {
  public Detected {
    models = List.copyOf(models);
    evidence = List.copyOf(evidence);
  }
}
