package dev.canary.http.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
  /** A server that answers 404 to all but these paths; a value is a status, a blank and a body. */
  private static List<Detected> detect(Map<String, String> answers) {
    return Protocols.detect(
        request -> {
          String[] both = answers.getOrDefault(request.path(), "404 not found").split(" ", 2);
          return Optional.of(Wording.answer(Integer.parseInt(both[0]), both[1]));
        });
  }

  private static Detected only(Map<String, String> answers) {
    List<Detected> found = detect(answers);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void tritonNamesItselfAndItsModels() {
    Detected triton =
        only(
            Map.of(
                "v2",
                "200 {\"name\": \"triton\", \"version\": \"2.51.0\","
                    + " \"extensions\": [\"model_repository\", \"binary_tensor_data\"]}",
                "v2/repository/index",
                "200 [{\"name\": \"a\", \"version\": \"1\", \"state\": \"READY\"}]"));

    assertThat(triton.protocol()).isEqualTo("kserve-v2");
    assertThat(triton.models()).containsExactly("a");
    assertThat(triton.description().server()).contains("triton 2.51.0");
    assertThat(triton.description().extensions()).contains("binary_tensor_data");
    assertThat(triton.evidence()).containsExactly("GET v2: 200, and names itself triton 2.51.0");
  }

  @Test
  void mlserverHasAnIndexThoughItListsNoExtension() {
    Detected mlserver =
        only(
            Map.of(
                "v2",
                "200 {\"name\": \"mlserver\", \"version\": \"1.6.1\", \"extensions\": []}",
                "v2/repository/index",
                "200 [{\"name\": \"a\", \"version\": \"v1\", \"state\": \"READY\", \"reason\": \"\"}]"));

    assertThat(mlserver.models()).containsExactly("a");
  }

  @Test
  void aModelThatFailedToLoadIsNamedWhereNoOtherIs() {
    List<Detected> found =
        Protocols.detect(
            request -> {
              String asked = request.path() + new String(request.body(), StandardCharsets.UTF_8);
              return Optional.of(
                  switch (asked) {
                    case "v2" -> Wording.answer(200, "{\"name\": \"triton\"}");
                    case "v2/repository/index{\"ready\":true}" -> Wording.answer(200, "[]");
                    case "v2/repository/index{}" -> Wording.answer(200, "[{\"name\": \"a\"}]");
                    default -> Wording.answer(404, "");
                  });
            });

    assertThat(found.get(0).models()).containsExactly("a");
  }

  @Test
  void kserveSpeaksBothItsProtocols() {
    List<Detected> found =
        detect(
            Map.of(
                "v2", "200 {\"name\": \"kserve\", \"version\": \"0.15\", \"extensions\": []}",
                "v2/models", "200 {\"models\": [\"a\", \"b\"]}",
                "v1/models", "200 {\"models\": [\"a\", \"b\"]}"));

    assertThat(found).extracting(Detected::protocol).containsExactly("kserve-v2", "kserve-v1");
    assertThat(found).allSatisfy(d -> assertThat(d.models()).containsExactly("a", "b"));
  }

  @Test
  void djlServingIsFoundByItsPluginAndItsPing() {
    List<Detected> found =
        detect(
            Map.of(
                "v2/health/live", "200 \"\"",
                "ping", "200 {\"a\": {\"status\": \"PENDING\"}}"));

    assertThat(found).extracting(Detected::protocol).containsExactly("kserve-v2", "djl-serving");
    assertThat(found.get(1).models()).containsExactly("a");
    assertThat(only(Map.of("ping", "200 {\"health\": \"healthy!\"}")).protocol())
        .isEqualTo("djl-serving");
  }

  @Test
  void tensorFlowServingIsFoundWithoutAListOfModels() {
    Detected refused =
        only(Map.of("v1/models", "404 {\"error\": \"Malformed request: GET /v1/models\"}"));

    assertThat(refused.protocol()).isEqualTo("tf-serving");
    assertThat(refused.evidence())
        .containsExactly("GET v1/models: 404: Malformed request: GET /v1/models");
    assertThat(refused.description().remarks())
        .containsExactly("the server lists no models: their names must be known");
    String status = "{\"model_version_status\": [{\"version\": \"1\", \"state\": \"AVAILABLE\"}]}";
    assertThat(only(Map.of("", "200 " + status)).description().versions())
        .hasToString("{status.version=[1]}");
    assertThat(only(Map.of("v1/config", "200 {\"a\": " + status + "}")).models())
        .containsExactly("a");
  }

  @Test
  void torchServeTellsItsVersion() {
    Detected found =
        only(
            Map.of(
                "ping", "200 {\"status\": \"Healthy\"}",
                "api-description",
                    "200 {\"info\": {\"title\": \"TorchServe APIs\", \"version\": \"0.12.0\"}}"));

    assertThat(found.protocol()).isEqualTo("torchserve");
    assertThat(found.description().server()).contains("torchserve 0.12.0");
    assertThat(only(Map.of("ping", "500 {\"status\": \"Unhealthy\"}")).protocol())
        .isEqualTo("torchserve");
  }

  @Test
  void anEmptyPingIsMlflowOrTheBareContract() {
    Detected mlflow = only(Map.of("ping", "200 \n", "version", "200 2.14.1"));

    assertThat(mlflow.protocol()).isEqualTo("mlflow");
    assertThat(mlflow.description().server()).contains("mlflow 2.14.1");
    assertThat(only(Map.of("ping", "200 ")).protocol()).isEqualTo("sagemaker");
  }

  @Test
  void openAiIsFoundByItsListOfModels() {
    String list =
        "200 {\"object\": \"list\", \"data\": [{\"id\": \"%s\", \"owned_by\": \"vllm\"}]}";
    Detected vllm =
        only(
            Map.of(
                "v1/models", list.formatted("llama"),
                "version", "200 {\"version\": \"0.6.3\"}",
                "ping", "200 "));

    assertThat(vllm.protocol()).isEqualTo("openai-chat");
    assertThat(vllm.models()).containsExactly("llama");
    assertThat(vllm.description().server()).contains("vllm 0.6.3");
    assertThat(only(Map.of("v1/models", list.formatted("BAAI/bge-small"))).protocol())
        .isEqualTo("openai-embeddings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model_type\": {\"embedding\": {\"pooling\": \"cls\"}}|openai-embeddings|text-embeddings-inference 1.6.0",
        "\"model_type\": {\"reranker\": {\"id2label\": {}}}|sagemaker|",
        "\"router\": \"text-generation-router\"|openai-chat|text-generation-router 1.6.0",
        "\"model_pipeline_tag\": \"text-generation\"|openai-chat|text-generation-router 1.6.0",
      })
  void aServerOfAHubWithoutAListIsKnownByItsInfo(
      String kind, String word, @Nullable String server) {
    String info =
        "200 {\"model_id\": \"a/b\", \"model_sha\": \"5c38\", %s, \"version\": \"1.6.0\"}";
    Detected found = only(Map.of("info", info.formatted(kind), "ping", "200 "));

    assertThat(found.protocol()).isEqualTo(word);
    assertThat(found.description().server().orElse(null)).isEqualTo(server);
    assertThat(found.models()).isEqualTo(server == null ? List.of() : List.of("a/b"));
  }

  @Test
  void aServerOfAnotherKindIsGeneric() {
    Detected page = only(Map.of("", "200 <html>", "ping", "200 <html>", "v2", "200 <html>"));

    assertThat(page.protocol()).isEqualTo("generic");
    assertThat(page.evidence()).containsExactly("GET /: 200 with a page: <html>");
  }

  @Test
  void aServerThatDoesNotAnswerIsNothing() {
    assertThat(Protocols.detect(request -> Optional.empty())).isEmpty();
  }
}
