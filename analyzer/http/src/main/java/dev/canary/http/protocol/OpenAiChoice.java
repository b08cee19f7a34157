package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Slices;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first choice of a chat or a completion.
 *
 * <p>{@code text} and {@code finish_reason}; of the first token {@code token} and {@code
 * token_logprob}; and {@code top_logprobs} with {@code top_tokens}. Which tokens are among the best
 * differs from answer to answer once two of them are close, and classes may not; so they stand from
 * the best on, equal ones in the order of their tokens, and the fact {@link Exchange#BEST} has them
 * compared token by token.
 */
final class OpenAiChoice {
  private static final int[] SCALAR = {};

  /** What vLLM writes for minus infinity, so that its answer stays JSON. */
  private static final double CLAMPED = -9999;

  private final Outputs outputs;
  private final int best;

  /**
   * Reads into outputs.
   *
   * @param best how many log-probabilities are kept; servers add the chosen token to them if it is
   *     not among the best
   */
  OpenAiChoice(Outputs outputs, int best) {
    this.outputs = outputs;
    this.best = best;
  }

  private record Scored(String token, Json logprob, double value) {}

  void add(Json choice) throws PredictionException {
    Optional<Json> message = choice.member("message");
    Optional<String> text =
        message
            .flatMap(m -> m.member("content"))
            .or(() -> choice.member("text"))
            .flatMap(Json::text);
    // A call of a tool comes in the place of a text.
    put("text", text.or(() -> message.isPresent() ? Optional.of("") : Optional.empty()));
    put("finish_reason", choice.member("finish_reason").flatMap(Json::text));
    Optional<Json> logprobs = choice.member("logprobs");
    Optional<Json> first = logprobs.flatMap(l -> l.member("content")).flatMap(OpenAiChoice::first);
    if (first.isPresent()) {
      chat(first.get());
    } else if (logprobs.flatMap(l -> l.member("tokens")).isPresent()) {
      completion(logprobs.get());
    }
  }

  private void put(String name, Optional<String> text) {
    text.ifPresent(t -> outputs.put(name, Tensor.ofTexts(SCALAR, List.of(t))));
  }

  private static Optional<Json> first(Json list) {
    return list.elements().stream().findFirst();
  }

  private void chat(Json token) throws PredictionException {
    put("token", token.member("token").flatMap(Json::text));
    Optional<Json> own = token.member("logprob");
    if (own.isPresent()) {
      outputs.put("token_logprob", logprob(own.get()));
    }
    List<Scored> scored = new ArrayList<>();
    for (Json top : token.member("top_logprobs").map(Json::elements).orElse(List.of())) {
      String name = top.member("token").flatMap(Json::text).orElse("");
      add(scored, name, Refusal.member(top, "logprob"));
    }
    top(scored);
  }

  /** Lists beside each other, and an object of log-probabilities by token. */
  private void completion(Json logprobs) throws PredictionException {
    put("token", logprobs.member("tokens").flatMap(OpenAiChoice::first).flatMap(Json::text));
    Optional<Json> own = logprobs.member("token_logprobs").flatMap(OpenAiChoice::first);
    if (own.isPresent()) {
      outputs.put("token_logprob", logprob(own.get()));
    }
    List<Scored> scored = new ArrayList<>();
    if (logprobs.member("top_logprobs").flatMap(OpenAiChoice::first).orElse(null)
        instanceof Json.Members members) {
      for (Map.Entry<String, Json> entry : members.members().entrySet()) {
        add(scored, entry.getKey(), entry.getValue());
      }
    }
    top(scored);
  }

  private static void add(List<Scored> scored, String token, Json logprob)
      throws PredictionException {
    scored.add(new Scored(token, logprob, logprob(logprob).doubleAt(0)));
  }

  private static Tensor logprob(Json value) throws PredictionException {
    return Outputs.number("logprobs", DType.FP64, value);
  }

  private void top(List<Scored> all) throws PredictionException {
    if (all.isEmpty()) {
      return;
    }
    List<Scored> ranked =
        all.stream()
            .sorted(
                Comparator.comparingDouble(Scored::value).reversed().thenComparing(Scored::token))
            .limit(best)
            .toList();
    List<Tensor> values = new ArrayList<>();
    for (Scored one : ranked) {
      values.add(logprob(one.logprob()));
    }
    outputs.put("top_logprobs", Slices.stack(values));
    outputs.fact(Exchange.BEST, Optional.of("top_logprobs by top_tokens"));
    List<String> tokens = ranked.stream().map(Scored::token).toList();
    outputs.put("top_tokens", Tensor.ofTexts(new int[] {tokens.size()}, tokens));
    if (ranked.stream().anyMatch(one -> one.value() == CLAMPED)) {
      outputs.remark("a log-probability of -9999 stands for minus infinity");
    }
  }
}
