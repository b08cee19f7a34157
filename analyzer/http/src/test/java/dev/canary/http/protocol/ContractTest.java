package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonCopy;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests and answers of servers beside Open Inference that others recorded or printed in their
 * documents, read and written.
 */
class ContractTest {
  private static Json fixture(String id) throws IOException, PredictionException {
    return JsonReader.read(Files.readAllBytes(RealData.contract("fixtures.json")))
        .member("fixtures")
        .orElseThrow()
        .elements()
        .stream()
        .filter(f -> f.member("id").flatMap(Json::text).orElseThrow().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(Json json) throws PredictionException {
    return JsonWriter.bytes(out -> JsonCopy.write(out, json, JsonGenerator::writeString));
  }

  /** The answer in a fixture; a text there is one that is no JSON. */
  private static WireAnswer answer(Json fixture) throws PredictionException {
    Json response = fixture.member("response").orElseThrow();
    int status = Integer.parseInt(fixture.member("status").flatMap(Json::spelling).orElseThrow());
    byte[] body =
        response.text().isPresent()
            ? response.text().get().getBytes(StandardCharsets.UTF_8)
            : bytes(response);
    return WireAnswer.of(status, Map.of("Content-Type", "application/json"), body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tfs-predict-row|tf-serving|instances=batch|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [3], \"data\": [1, 2, 5]}}|predictions fp64[3]{3.5 4.0 5.5}",
        "tfs-regress|tf-serving|method=regress|{\"x\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [1, 2]}}|results fp64[2]{3.5 4.0}",
        "tfs-404|tf-serving|``|{\"x\": 1}|NOT_READY: HTTP 404: Servable not found for request: Latest(half)",
        "tfs-predict-objects|tf-serving|types={\"scores\": \"fp32\"}|{\"x\": 1}|scores fp32[1, 6]{0.9991149306297302 9.209878771798685E-5 1.3678621326107532E-4 3.3725754474289715E-4 3.0053258524276316E-4 1.848136162152514E-5}, prediction int64[1]{0}, key string[1]{   1}",
        "tfs-nonfinite|tf-serving|method=regress;instances=batch|{\"x\": {\"dtype\": \"fp32\", \"shape\": [5], \"data\": [1, 2, 3, 4, 5]}}|results fp64[5]{0.2 Infinity 1.0 -Infinity NaN}",
        "v1-labels|kserve-v1|``|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2, 4], \"data\": [6.8, 2.8, 4.8, 1.4, 6.0, 3.4, 4.5, 1.6]}}|predictions int64[2]{1 1}",
        "v1-probabilities|kserve-v1|``|{\"x\": 1}|predictions fp64[1, 3]{0.9 0.05 0.05}",
        "v1-string-label|kserve-v1|``|{\"x\": 1}|predictions string[1]{2}",
        "v1-map-per-row|kserve-v1|``|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2, 4], \"data\": [6.8, 2.8, 4.8, 1.4, 6.0, 3.4, 4.5, 1.6]}}|predictions[no, yes] fp64[2, 2]{0.39 0.61 0.58 0.42}",
        "torchserve-predictions-v1|torchserve|``|{\"x\": 1}|class string[]{n02123045 tabby, tabby cat}, probability fp64[]{0.42514491081237793}",
        "torchserve-kserve-v1|kserve-v1|``|{\"x\": 1}|predictions int64[1]{2}",
        "djlserving-predictions|djl-serving|types=\"fp32\"|{\"x\": 1}|probabilities[n02123045 tabby, tabby cat, n02123159 tiger cat, n02123394 Persian cat, n02124075 Egyptian cat, n02127052 lynx, catamount] fp32[5]{0.40216901898384094 0.29153719544410706 0.007626921869814396 0.27031397819519043 0.004957360681146383}, ranked fp32[5]{0.40216901898384094 0.29153719544410706 0.27031397819519043 0.007626921869814396 0.004957360681146383}, classNames string[5]{n02123045 tabby, tabby cat n02123159 tiger cat n02124075 Egyptian cat n02123394 Persian cat n02127052 lynx, catamount}",
        "triton-simple-add-sub|tf-serving|format=columnar|{\"x\": 1}|OUTPUT0 int64[1, 3]{2 4 6}, OUTPUT1 int64[1, 3]{0 0 0}",
      })
  void anAnswerOfOthersIsRead(String id, String word, String options, String input, String read)
      throws Exception {
    Protocol protocol = profile(word, options);

    assertThat(Wording.reading(protocol, input, answer(fixture(id)))).isEqualTo(read);
  }

  @Test
  void aLiteralOfPythonIsAMalformedAnswer() throws Exception {
    assertThat(
            Wording.reading(profile("kserve-v1", ""), "{\"x\": 1}", answer(fixture("v1-not-json"))))
        .startsWith("BAD_ANSWER: the answer is not JSON: single quotes, as in a Python literal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tfs-predict-row|tf-serving|instances=batch|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [3], \"data\": [1, 2, 5]}}",
        "tfs-regress|tf-serving|method=regress;signature=tensorflow/serving/regress;instances=batch|{\"x\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [1, 2]}}",
        "tfs-404|tf-serving|instances=batch|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [1, 5]}}",
        "v1-labels|kserve-v1|``|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2, 4], \"data\": [6.8, 2.8, 4.8, 1.4, 6.0, 3.4, 4.5, 1.6]}}",
        "triton-simple-add-sub|tf-serving|format=columnar|{\"INPUT0\": {\"dtype\": \"fp32\", \"shape\": [1, 3], \"data\": [1, 2, 3]}, \"INPUT1\": {\"dtype\": \"fp32\", \"shape\": [1, 3], \"data\": [1, 2, 3]}}",
      })
  void aRequestOfOthersIsWritten(String id, String word, String options, String input)
      throws Exception {
    WireRequest request = profile(word, options).request(Wording.input(input), Wording.ID);

    assertThat(new String(request.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            new String(bytes(fixture(id).member("request").orElseThrow()), StandardCharsets.UTF_8));
  }

  @Test
  void anApplicantOfKserveIsWritten() throws Exception {
    Json file =
        JsonReader.read(Files.readAllBytes(RealData.contract("kserve_v1_income.request.json")));
    String data =
        "{\"dtype\": \"int64\", \"shape\": [1, 12],"
            + " \"data\": [39, 7, 1, 1, 1, 1, 4, 1, 2174, 0, 40, 9]}";
    WireRequest request =
        profile("kserve-v1", "")
            .request(Wording.input("{\"instances\": " + data + "}"), Wording.ID);

    assertThat(request.body()).isEqualTo(bytes(file));
  }

  @Test
  void thePluginOfMlflowForTritonIsReadAsColumns() throws Exception {
    byte[] body = Files.readAllBytes(RealData.contract("triton_mlflow_plugin.response.json"));
    Protocol protocol = profile("tf-serving", "format=columnar");

    assertThat(Wording.reading(protocol, "{\"x\": 1}", WireAnswer.of(200, Map.of(), body)))
        .startsWith("OUTPUT0 int64[1, 16]{2 4 6")
        .contains("OUTPUT1 int64[1, 16]{0 0 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tfs-status|tf-serving|YES|version 123 is AVAILABLE",
        "torchserve-ping|torchserve|YES|GET ping: 200 Healthy; dead workers are forgiven",
        "djlserving-ping|djl-serving|YES|GET ping: 200",
      })
  void aHealthOfOthersIsRead(String id, String word, String says, String reason)
      throws LoadException, IOException, PredictionException {
    Question ready = profile(word, "").ready().orElseThrow();

    assertThat(ready.reader().read(answer(fixture(id))).says()).hasToString(says);
    assertThat(ready.reader().read(answer(fixture(id))).reason()).contains(reason);
  }
}
