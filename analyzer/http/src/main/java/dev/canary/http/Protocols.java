package dev.canary.http;

import dev.canary.target.LoadException;
import dev.canary.target.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The protocols there are, by the word in {@code target.protocol} of a suite. */
public final class Protocols {
  private static final List<String> WORDS =
      List.of(
          "kserve-v2",
          "kserve-v1",
          "tf-serving",
          "torchserve",
          "djl-serving",
          "mlflow",
          "sagemaker",
          "openai-chat",
          "openai-completions",
          "openai-embeddings",
          "generic");

  private Protocols() {}

  /** Every word of {@code target.protocol}. */
  public static List<String> words() {
    return WORDS;
  }

  /** The options of all protocols together, each key once. */
  public static List<Option> options() {
    return List.of();
  }

  /**
   * A protocol, ready to word requests.
   *
   * @param word one of {@link #words()}
   * @param options as {@link #options()} declare them; keys that belong to no protocol are left
   *     alone
   * @param model the model's name on the server
   * @throws LoadException naming the option, if one belongs to another protocol, is missing, or
   *     makes no sense
   */
  public static Protocol of(String word, Map<String, String> options, String model)
      throws LoadException {
    throw new LoadException(
        "target.protocol is \"%s\"; allowed are %s".formatted(word, String.join(", ", WORDS)));
  }

  /**
   * Finds out which protocols a server speaks, by asking; most specific first.
   *
   * @param ask sends a request to the server; empty if no answer came
   */
  public static List<Detected> detect(Function<WireRequest, Optional<WireAnswer>> ask) {
    return List.of();
  }
}
