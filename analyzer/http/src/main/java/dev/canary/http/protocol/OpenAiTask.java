package dev.canary.http.protocol;

import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.Locale;
import java.util.Map;

/** What a model behind OpenAI's API is asked for. */
enum OpenAiTask {
  CHAT("v1/chat/completions", "messages"),
  COMPLETIONS("v1/completions", "prompt"),
  EMBEDDINGS("v1/embeddings", "input");

  private final String path;
  private final String input;

  OpenAiTask(String path, String input) {
    this.path = path;
    this.input = input;
  }

  /** The protocol's word. */
  String word() {
    return "openai-" + name().toLowerCase(Locale.ROOT);
  }

  String path() {
    return path;
  }

  /** The parameters that go with every request, as JSON. */
  String parameters(int maxTokens, int seed, int topLogprobs) {
    return switch (this) {
      case CHAT ->
          """
          {"temperature": 0, "seed": %d, "max_tokens": %d, "logprobs": true, "top_logprobs": %d}"""
              .formatted(seed, maxTokens, topLogprobs);
      case COMPLETIONS ->
          """
          {"temperature": 0, "seed": %d, "max_tokens": %d, "logprobs": %d}"""
              .formatted(seed, maxTokens, topLogprobs);
      case EMBEDDINGS -> "{\"encoding_format\": \"float\"}";
    };
  }

  /**
   * The inputs of a case by the protocol's names: a single one may have any.
   *
   * @throws PredictionException BAD_INPUT if the one that the protocol needs is missing
   */
  Map<String, Tensor> named(Input given) throws PredictionException {
    if (given.tensors().containsKey(input)) {
      return given.tensors();
    }
    if (given.tensors().size() == 1) {
      return Map.of(input, given.tensors().values().iterator().next());
    }
    throw new PredictionException(
        Reason.BAD_INPUT,
        "%s needs an input \"%s\"; the case has %s"
            .formatted(word(), input, String.join(", ", given.tensors().keySet())));
  }
}
