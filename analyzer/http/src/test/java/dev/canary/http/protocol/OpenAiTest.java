package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "openai-chat||{\"messages\": \"hi\"}|v1/chat/completions {\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":0,\"seed\":1,\"max_tokens\":16,\"logprobs\":true,\"top_logprobs\":5}",
        "openai-chat||{\"messages\": \"[{\\\"role\\\": \\\"system\\\", \\\"content\\\": \\\"x\\\"}]\"}|v1/chat/completions {\"model\":\"m\",\"messages\":[{\"role\": \"system\", \"content\": \"x\"}],\"temperature\":0,\"seed\":1,\"max_tokens\":16,\"logprobs\":true,\"top_logprobs\":5}",
        // A single text may have any name.
        "openai-chat|maxTokens=1;topLogprobs=20;seed=7|{\"question\": \"hi\"}|v1/chat/completions {\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":0,\"seed\":7,\"max_tokens\":1,\"logprobs\":true,\"top_logprobs\":20}",
        "openai-chat|params={\"max_tokens\": null, \"max_completion_tokens\": 16, \"temperature\": 1.0}|{\"messages\": \"hi\"}|v1/chat/completions {\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":1.0,\"seed\":1,\"logprobs\":true,\"top_logprobs\":5,\"max_completion_tokens\":16}",
        "openai-completions||{\"prompt\": \"hi\", \"max_tokens\": 4}|v1/completions {\"model\":\"m\",\"prompt\":\"hi\",\"max_tokens\":4,\"temperature\":0,\"seed\":1,\"logprobs\":5}",
        "openai-embeddings||{\"input\": {\"dtype\": \"string\", \"shape\": [2], \"data\": [\"a\", \"b\"]}}|v1/embeddings {\"model\":\"m\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"float\"}",
        "openai-completions||{\"a\": \"x\", \"b\": \"y\"}|BAD_INPUT: openai-completions needs an input \"prompt\"; the case has a, b",
        "openai-chat||{\"messages\": 3}|BAD_INPUT: input \"messages\" is int64[] where one text belongs",
      })
  void aCaseIsAskedGreedilyForFewTokens(String word, String options, String input, String request)
      throws LoadException {
    Protocol protocol = profile(word, options == null ? "" : options);

    assertThat(Wording.request(protocol, input)).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "openai-chat|{\"model\": \"m\", \"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": \"Yes\"}, \"finish_reason\": \"stop\", \"logprobs\": {\"content\": [{\"token\": \"Yes\", \"logprob\": -0.25, \"top_logprobs\": [{\"token\": \"Yes\", \"logprob\": -0.25}, {\"token\": \"b\", \"logprob\": -2.5}, {\"token\": \"a\", \"logprob\": -2.5}]}]}}]}|text string[]{Yes}, finish_reason string[]{stop}, token string[]{Yes}, token_logprob fp64[]{-0.25}, top_logprobs fp64[3]{-0.25 -2.5 -2.5}, top_tokens string[3]{Yes a b} {best=top_logprobs by top_tokens}",
        "openai-chat|{\"model\": \"m-2024\", \"choices\": [{\"message\": {\"content\": \"x\"}, \"logprobs\": null}]}|text string[]{x} {version=m-2024}",
        "openai-chat|{\"model\": \"m\", \"system_fingerprint\": \"fp_1\", \"choices\": [{\"message\": {\"content\": null, \"tool_calls\": []}}]}|text string[]{} {version=fp_1}",
        // One build may serve several models.
        "openai-chat|{\"model\": \"m-2024\", \"system_fingerprint\": \"fp_1\", \"choices\": [{\"message\": {\"content\": \"x\"}}]}|text string[]{x} {version=m-2024 fp_1}",
        "openai-completions|{\"choices\": [{\"text\": \" four\", \"finish_reason\": \"length\", \"logprobs\": {\"tokens\": [\" four\"], \"token_logprobs\": [-Infinity], \"top_logprobs\": [{\" four\": -0.5, \" 4\": -9999.0}], \"text_offset\": [0]}}]}|text string[]{ four}, finish_reason string[]{length}, token string[]{ four}, token_logprob fp64[]{-Infinity}, top_logprobs fp64[2]{-0.5 -9999.0}, top_tokens string[2]{ four  4} {best=top_logprobs by top_tokens, remark=a log-probability of -9999 stands for minus infinity}",
        // Servers add the chosen token where it is not among the best; only the best are kept.
        "openai-completions|{\"choices\": [{\"text\": \"x\", \"logprobs\": {\"tokens\": [\"f\"], \"token_logprobs\": [-9.5], \"top_logprobs\": [{\"f\": -9.5, \"a\": -1, \"b\": -2, \"c\": -3, \"d\": -4, \"e\": -5}]}}]}|text string[]{x}, token string[]{f}, token_logprob fp64[]{-9.5}, top_logprobs fp64[5]{-1.0 -2.0 -3.0 -4.0 -5.0}, top_tokens string[5]{a b c d e} {best=top_logprobs by top_tokens}",
        "openai-chat|{\"choices\": [{\"message\": {\"content\": \"x\"}}], \"usage\":"
            + " {\"prompt_tokens_details\": {\"cached_tokens\": 16}}}|text string[]{x}"
            + " {remark=16 tokens of the prompt come from a cache of prefixes}",
        "openai-embeddings|{\"data\": [{\"index\": 1, \"embedding\": [3, 4.5]}, {\"index\": 0, \"embedding\": [1e-3, -0.0]}]}|embedding fp64[2, 2]{0.001 -0.0 3.0 4.5}",
        "openai-embeddings|{\"data\": [{\"index\": 0, \"embedding\": \"zczMPQAAgD8=\"}]}|embedding fp32[1, 2]{0.10000000149011612 1.0}",
        "openai-embeddings|{\"data\": [{\"index\": 0, \"embedding\": [0.5, null]}]}|embedding fp64[1, 2]{0.5 null} {remark=1 of 2 numbers of \"embedding\" are null, as some servers write NaN and both infinities}",
      })
  void textTokensAndVectorsAreRead(String word, String body, String read) throws LoadException {
    assertThat(Wording.reading(profile(word, ""), "{\"x\": \"hi\"}", answer(200, body)))
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "openai-chat|404|{\"error\": {\"message\": \"The model m does not exist.\", \"type\": \"NotFoundError\", \"param\": null, \"code\": 404}}|NOT_READY: HTTP 404: NotFoundError: The model m does not exist.",
        "openai-chat|400|{\"object\": \"error\", \"message\": \"too long\", \"type\": \"BadRequestError\"}|BAD_INPUT: HTTP 400: BadRequestError: too long",
        "openai-chat|424|{\"error\": \"Request failed during generation\", \"error_type\": \"generation\"}|MODEL_ERROR: HTTP 424: Request failed during generation",
        "openai-embeddings|424|{\"message\": \"CUDA\", \"code\": 424, \"type\": \"Backend\"}|MODEL_ERROR: HTTP 424: Backend: CUDA",
        "openai-chat|424|{\"code\": 424, \"type\": \"ServiceUnavailableException\", \"message\": \"no worker\"}|NOT_READY: HTTP 424: ServiceUnavailableException: no worker",
        "openai-chat|429|{\"error\": {\"message\": \"Rate limit\", \"type\": \"requests\", \"code\": \"rate_limit_exceeded\"}}|NOT_READY: HTTP 429: requests: Rate limit",
        "openai-chat|500|{\"error\": {\"message\": \"EngineDeadError\", \"type\": \"InternalServerError\"}}|MODEL_ERROR: HTTP 500: InternalServerError: EngineDeadError",
        "openai-chat|500|ValueError: Out of range float values are not JSON compliant|NON_FINITE: HTTP 500: ValueError",
        "openai-chat|200|{\"error\": {\"message\": \"dead\", \"type\": \"x\"}}|MODEL_ERROR: an error under a success: x: dead",
        "openai-chat|200|data: {\"error\": {\"message\": \"dead\", \"type\": \"x\"}}⏎⏎data: [DONE]|MODEL_ERROR: an error under a success: x: dead",
        "openai-chat|200|data: {\"choices\": []}⏎⏎|BAD_ANSWER: a stream of events, which was not asked for",
        "openai-chat|200|{\"choices\": []}|EMPTY: the answer holds no choice",
        "openai-chat|200|{\"choices\": [{\"message\": {\"content\": \"a\"}, \"logprobs\": {\"content\": [{\"token\": \"a\", \"logprob\": -inf}]}}]}|BAD_ANSWER: the answer is not JSON",
        "openai-embeddings|200|{\"data\": []}|EMPTY: the answer holds no embedding",
        "openai-embeddings|200|{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 0, \"embedding\": [1]}]}|BAD_ANSWER: two embeddings have the index 0",
        "openai-embeddings|200|{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [1, 2]}]}|BAD_ANSWER: the embeddings have different lengths: [fp64[1], fp64[2]]",
        "openai-embeddings|200|{\"data\": [{\"index\": 0, \"embedding\": \"%\"}]}|BAD_ANSWER: an embedding is neither a list nor Base64 of floats: %",
      })
  void whatIsNoAnswerIsNamed(String word, int status, String body, String why)
      throws LoadException {
    assertThat(
            Wording.reading(
                profile(word, ""), "{\"x\": \"hi\"}", answer(status, body.replace("⏎", "\n"))))
        .startsWith(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "m|models.root=[/models/m]|",
        // An adapter beside the model has a root of its own.
        "m,n|models.root=[/models/m]|",
        "n|models=[n]|the server lists no model \"m\", but n",
        "n,o||the server lists no model \"m\", but n, o",
      })
  void theListOfModelsTellsWhichOneIsServed(String ids, String versions, String remark)
      throws LoadException {
    Protocol protocol = profile("openai-chat", "");
    String models =
        Stream.of(ids.split(","))
            .map(
                id ->
                    "{\"id\": \"%1$s\", \"owned_by\": \"vllm\", \"root\": \"/models/%1$s\"}"
                        .formatted(id))
            .collect(Collectors.joining(", ", "{\"object\": \"list\", \"data\": [", "]}"));
    Description told = protocol.inquiries().get(0).reader().read(answer(200, models));

    assertThat(protocol.ready().orElseThrow().request().path()).isEqualTo("v1/models");
    assertThat(told.models()).containsExactly(ids.split(","));
    assertThat(told.server()).contains("vllm");
    assertThat(told.versions()).hasToString("{" + (versions == null ? "" : versions) + "}");
    assertThat(told.remarks()).isEqualTo(remark == null ? List.of() : List.of(remark));
  }

  @Test
  void theRevisionOfTheWeightsIsTheVersionWhereTheServerTellsIt() throws LoadException {
    Protocol protocol = profile("openai-chat", "");
    String info =
        "{\"model_id\": \"m\", \"model_sha\": \"0e9e\", \"router\": \"r\", \"version\": \"3.0.1\"}";
    Description told = protocol.inquiries().get(1).reader().read(answer(200, info));
    String body =
        "{\"system_fingerprint\": \"3.0.1-native\", \"choices\": [{\"message\": {\"content\": \"x\"}}]}";

    assertThat(told.versions()).hasToString("{info.model_sha=[0e9e]}");
    assertThat(Wording.reading(protocol.speaking(told), "{\"x\": \"hi\"}", answer(200, body)))
        .isEqualTo("text string[]{x} {version=0e9e}");
  }

  @Test
  void aServerWithoutAListOfModelsSaysNothingOfBeingReady() throws LoadException {
    Question ready = profile("openai-embeddings", "").ready().orElseThrow();

    assertThat(ready.reader().read(answer(404, "")).says()).hasToString("NOTHING");
    assertThat(ready.reader().read(answer(503, "")).says()).hasToString("NO");
  }

  @Test
  void anythingButAServerErrorIsALife() throws LoadException {
    Question live = profile("openai-chat", "").live().orElseThrow();

    assertThat(live.request().path()).isEqualTo("health");
    assertThat(live.reader().read(answer(404, "")).says()).hasToString("YES");
    assertThat(live.reader().read(answer(502, "")).says()).hasToString("NO");
  }
}
