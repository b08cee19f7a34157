package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchServeTest {
  private static final String WORKERS =
      "[{\"modelName\": \"m\", \"modelVersion\": \"1.0\", \"workers\": [{\"id\": \"9000\","
          + " \"startTime\": \"2018-10-02T13:44:53.034Z\", \"status\": \"%s\"}]}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"data\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.1, \"NaN\"]}}|predictions/m {\"data\":[[0.1,NaN]]}",
        "|{\"body\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [0.1, 1]}}|predictions/m [0.1,1.0]",
        "|{\"text\": \"a \\\"b\\\"\", \"k\": 3, \"late\": null}|predictions/m {\"text\":\"a \\\"b\\\"\",\"k\":3,\"late\":null}",
        "names=drop|{\"text\": \"ab\"}|predictions/m \"ab\"",
        "body=text|{\"text\": \"straße\"}|predictions/m straße",
        "body=raw|{\"image\": {\"dtype\": \"uint8\", \"shape\": [3], \"data\": [97, 98, 99]}}|predictions/m abc",
        "body=raw|{\"image\": \"base64:YWI=\"}|predictions/m ab",
        "body=raw|{\"a\": 1, \"b\": 2}|BAD_INPUT: a body without names holds one input, this case has 2",
        "body=text|{\"a\": {\"dtype\": \"string\", \"shape\": [2], \"data\": [\"x\", \"y\"]}}|BAD_INPUT: a body holds one text, this input is string[2]",
        "modelVersion=2.0|{\"text\": \"ab\"}|predictions/m/2.0 {\"text\":\"ab\"}",
      })
  void aCaseIsTheBodyThatTheHandlerWants(String options, String input, String request)
      throws LoadException {
    Protocol protocol = profile("torchserve", options == null ? "" : options);

    assertThat(Wording.request(protocol, input)).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|application/json|{\"class\": \"n02123045 tabby, tabby cat\", \"probability\": 0.42514491081237793}|class string[]{n02123045 tabby, tabby cat}, probability fp64[]{0.42514491081237793}",
        "|application/json|{\"tabby\": 0.4, \"tiger_cat\": 0.3}|output[tabby, tiger_cat] fp64[2]{0.4 0.3}",
        "objects=ranked|application/json|{\"tiger_cat\": 0.3, \"tabby\": 0.4}|output fp64[2]{0.4 0.3}, labels string[2]{tabby tiger_cat}",
        "|text/plain|2|output int64[]{2}",
        "|text/plain|tabby|output string[]{tabby}",
        "|application/json|[NaN, 0.5, Infinity]|output fp64[3]{NaN 0.5 Infinity}",
        "|application/json|[[{\"boat\": [1, 2], \"score\": 0.9}], []]|0.boat int64[1, 2]{1 2}, 0.score fp64[1]{0.9}, 1 int64[0]{}",
        "|text/plain|{\"a\": 1|BAD_ANSWER: the answer is not JSON: it ends in the middle: {\"a\": 1",
        "|text/html|<p>502</p>|UNREACHABLE: HTTP 200: an HTML page without a title, in the place of the protocol's answer",
        "|text/plain|<!DOCTYPE html><title>Sign in</title>|UNREACHABLE: HTTP 200: an HTML page, titled \"Sign in\", in the place of the protocol's answer",
        // Flask's default for whatever a function returns.
        "|text/html|tabby|output string[]{tabby}",
        "|text/html|[0.5]|output fp64[1]{0.5}",
        "|application/json|``|EMPTY: the answer has no content",
        "|text/csv|0.5,nan|output fp64[1, 2]{0.5 NaN}",
      })
  void anAnswerMayHaveAnyForm(String options, String type, String body, String read)
      throws LoadException {
    Protocol protocol = profile("torchserve", options == null ? "" : options);

    assertThat(Wording.reading(protocol, "{\"x\": 1}", answer(200, type, body))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404|{\"code\": 404, \"type\": \"ModelNotFoundException\", \"message\": \"Model not found: m\"}|NOT_READY: HTTP 404: ModelNotFoundException: Model not found: m",
        "503|{\"code\": 503, \"type\": \"ServiceUnavailableException\", \"message\": \"Model \\\"m\\\" has no worker\"}|NOT_READY: HTTP 503: ServiceUnavailableException: Model \"m\" has no worker",
        "503|{\"code\": 503, \"type\": \"InternalServerException\", \"message\": \"Prediction failed\"}|MODEL_ERROR: HTTP 503: InternalServerException: Prediction failed",
        "500|{\"code\": 500, \"type\": \"InternalServerException\", \"message\": \"Worker died.\"}|MODEL_ERROR: HTTP 500: InternalServerException: Worker died.",
        "400|{\"code\": 400, \"type\": \"InvalidKeyException\", \"message\": \"Token Authorization failed.\"}|NOT_READY: HTTP 400: InvalidKeyException: Token Authorization failed.",
        "507|{\"code\": 507, \"type\": \"InternalServerException\", \"message\": \"Out of memory\"}|MODEL_ERROR: HTTP 507",
      })
  void errorsAreQuoted(int status, String body, String why) throws LoadException {
    assertThat(Wording.reading(profile("torchserve", ""), "{\"x\": 1}", answer(status, body)))
        .startsWith(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|{\"status\": \"Healthy\"}|YES",
        "200|{\"status\": \"Partial Healthy\"}|YES",
        "200|{\"status\": \"Unhealthy\"}|NO",
        "500|{\"status\": \"Unhealthy\"}|NO",
        "400|{\"code\": 400, \"type\": \"InvalidKeyException\", \"message\": \"Token\"}|NO",
      })
  void pingTellsHealth(int status, String body, String says) throws LoadException {
    Question ready = profile("torchserve", "").ready().orElseThrow();

    assertThat(ready.request().path()).isEqualTo("ping");
    assertThat(ready.reader().read(answer(status, body)).says()).hasToString(says);
  }

  @Test
  void theManagementTellsWorkersAndVersions() throws LoadException {
    Protocol protocol = profile("torchserve", "management=http://localhost:8081/");
    Question ready = protocol.ready().orElseThrow();

    assertThat(ready.request().path()).isEqualTo("http://localhost:8081/models/m");
    assertThat(ready.reader().read(answer(200, WORKERS.formatted("READY"))).says())
        .hasToString("YES");
    assertThat(ready.reader().read(answer(200, WORKERS.formatted("UNLOADING"))).says())
        .hasToString("NO");
    assertThat(ready.reader().read(answer(200, "[]")).reason())
        .isEqualTo("GET http://localhost:8081/models/m: 200: no worker");
    Description told =
        protocol.inquiries().get(0).reader().read(answer(200, WORKERS.formatted("READY")));
    assertThat(told.versions()).hasToString("{management.modelVersion=[1.0]}");
    assertThat(told.remarks())
        .containsExactly(
            "worker 9000 of version 1.0 is READY since its start at 2018-10-02T13:44:53.034Z");
  }
}
