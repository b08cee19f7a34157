package dev.canary.http.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.wire.WireAnswer;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of which some part is another than it should be. */
class AnyAnswerTest {
  private static final int ROUNDS = 3000;
  private static final List<String> ODD =
      List.of(
          "null",
          "{}",
          "[]",
          "[[]]",
          "\"\"",
          "\"NaN\"",
          "-1",
          "1e400",
          "NaN",
          "true",
          "[1, [2]]",
          "[{\"a\": 1}, {\"b\": []}]",
          "{\"b64\": \"?\"}",
          "[{\"b64\": \"YQ==\"}, 1]",
          "{\"a\": 1, \"b\": null}",
          "18446744073709551616",
          "[null, null]",
          "{\"error\": 1}");

  private static void write(JsonGenerator out, Json json, Random random) throws IOException {
    if (random.nextInt(8) == 0) {
      out.writeRawValue(ODD.get(random.nextInt(ODD.size())));
    } else if (json instanceof Json.Members members) {
      out.writeStartObject();
      for (Map.Entry<String, Json> entry : members.members().entrySet()) {
        if (random.nextInt(16) > 0) {
          out.writeFieldName(entry.getKey());
          write(out, entry.getValue(), random);
        }
      }
      out.writeEndObject();
    } else if (json instanceof Json.Items items) {
      out.writeStartArray();
      for (Json element : items.elements()) {
        write(out, element, random);
      }
      out.writeEndArray();
    } else if (json.text().isPresent()) {
      out.writeString(json.text().get());
    } else {
      out.writeRawValue(json.spelling().orElse("null"));
    }
  }

  private static byte[] changed(Json json, Random random) {
    try {
      return JsonWriter.bytes(out -> write(out, json, random));
    } catch (PredictionException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kserve-v1||{\"predictions\": [{\"a\": 0.5, \"b\": [1, 2]}, {\"a\": 1, \"b\": [3, 4]}]}",
        "kserve-v1|objects=ranked|{\"predictions\": [{\"a\": 0.5, \"b\": 1}, {\"c\": 1, \"b\": 3}]}",
        "kserve-v1|types=\"fp32\"|{\"predictions\": [{\"a\": 0.5, \"b\": 1}, {\"a\": 1, \"b\": 3}]}",
        "tf-serving||{\"predictions\": [{\"s\": [0.5, 1], \"k_bytes\": {\"b64\": \"YQ==\"}}]}",
        "tf-serving|format=columnar|{\"outputs\": {\"s\": [[0.5, 1]], \"k\": [\"x\"]}}",
        "tf-serving|method=classify|{\"results\": [[[\"a\", 0.5], [\"b\", 0.5]], [[\"a\", 1]]]}",
        "torchserve||[{\"class\": \"tabby\", \"probability\": 0.5}, [1, 2, \"x\"]]",
        "djl-serving||[{\"className\": \"a\", \"probability\": 0.5}]",
        "mlflow||{\"predictions\": [{\"a\": 0.5, \"b\": \"x\"}, {\"a\": 1, \"b\": \"y\"}]}",
        "sagemaker||{\"predictions\": [{\"score\": 0.5, \"label\": 1}]}",
        "openai-chat||{\"model\": \"n\", \"choices\": [{\"message\": {\"content\": \"x\"},"
            + " \"logprobs\": {\"content\": [{\"token\": \"x\", \"logprob\": -1,"
            + " \"top_logprobs\": [{\"token\": \"x\", \"logprob\": -1}]}]}}]}",
        "openai-completions||{\"choices\": [{\"text\": \"x\", \"logprobs\": {\"tokens\": [\"x\"],"
            + " \"token_logprobs\": [-1], \"top_logprobs\": [{\"x\": -1, \"y\": -2}]}}]}",
        "openai-embeddings||{\"data\": [{\"index\": 0, \"embedding\": [1, 2]},"
            + " {\"index\": 1, \"embedding\": \"AACAPw==\"}]}",
        "generic|request={};versionAt=/v;outputs={\"y\": \"/y/0\"}|{\"v\": 1, \"y\": [[1, 2]]}",
      })
  void anOddAnswerIsReadOrRefusedAndNothingElse(String word, String options, String body)
      throws Exception {
    Protocol protocol = Wording.profile(word, options == null ? "" : options);
    Input input = Wording.input("{\"x\": \"hi\"}");
    Random random = new Random(20_260_101);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      WireAnswer answer = WireAnswer.of(200, Map.of(), changed(Wording.json(body), random));
      try {
        read += protocol.read(input, "1", answer).tensors().size() > 0 ? 1 : 0;
      } catch (PredictionException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8), e);
      }
    }
    assertThat(read + refused).isEqualTo(ROUNDS);
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kserve-v1|{\"models\": [\"m\"], \"ready\": true}",
        "tf-serving|{\"model_version_status\": [{\"version\": \"1\", \"state\": \"END\","
            + " \"status\": {\"error_code\": \"OK\", \"error_message\": \"\"}}],"
            + " \"metadata\": {\"signature_def\": {\"signature_def\": {\"serving_default\":"
            + " {\"inputs\": {\"x\": {\"dtype\": \"DT_FLOAT\", \"tensor_shape\": {\"dim\":"
            + " [{\"size\": \"-1\"}]}}}, \"outputs\": {}}}}}}",
        "torchserve|[{\"modelVersion\": \"1\", \"workers\": [{\"id\": \"1\", \"status\": \"READY\"}]}]",
        "djl-serving|{\"m\": {\"status\": \"Healthy\"}}",
        "openai-chat|{\"data\": [{\"id\": \"m\", \"root\": \"r\", \"owned_by\": \"vllm\"}]}",
      })
  void anOddWordOnHealthIsReadWithoutAnError(String word, String body) throws Exception {
    String options = word.equals("torchserve") ? "management=http://localhost:1" : "";
    Protocol protocol = Wording.profile(word, options);
    Question ready = protocol.ready().orElseThrow();
    Random random = new Random(20_260_102);
    for (int i = 0; i < ROUNDS; i++) {
      WireAnswer answer = WireAnswer.of(200, Map.of(), changed(Wording.json(body), random));

      assertThat(ready.reader().read(answer).reason()).isNotEmpty();
      for (Inquiry inquiry : protocol.inquiries()) {
        assertThat(inquiry.reader().read(answer).remarks()).isNotNull();
      }
    }
  }
}
