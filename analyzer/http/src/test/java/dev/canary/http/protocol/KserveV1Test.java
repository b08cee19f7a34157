package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KserveV1Test {
  private static final String TWO_ROWS =
      "{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [6.8, 0.1]}}";
  private static final String ONE_ROW = "{\"x\": 1}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2, 2], \"data\": [6.8, 2.8, 0.1, 3]}}"
            + "|[[6.8,2.8],[0.1,3.0]]",
        "|{\"x\": {\"dtype\": \"int64\", \"shape\": [1, 2], \"data\": [9007199254740993, -1]}}"
            + "|[{\"x\":[9007199254740993,-1]}]",
        "names=drop|{\"x\": {\"dtype\": \"fp64\", \"shape\": [1, 1], \"data\": [0.1]}}|[[0.1]]",
        "|{\"age\": 34, \"job\": \"clerk\", \"member\": true, \"income\": null}"
            + "|[{\"age\":34,\"job\":\"clerk\",\"member\":true,\"income\":null}]",
        // A list of single values is one row, unless a batch is asked for.
        "|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [1, 2]}}|[[1.0,2.0]]",
        "instances=batch|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [1, 2]}}"
            + "|[1.0,2.0]",
        "instances=row|{\"instances\": {\"dtype\": \"int8\", \"shape\": [1, 2], \"data\": [1, 2]}}"
            + "|[[[1,2]]]",
        "|{\"a\": {\"dtype\": \"int32\", \"shape\": [2, 1], \"data\": [1, 2]},"
            + " \"b\": {\"dtype\": \"bool\", \"shape\": [2, 1], \"data\": [true, false]}}"
            + "|[{\"a\":[1],\"b\":[true]},{\"a\":[2],\"b\":[false]}]",
        "|{\"image\": \"base64:/9j/\"}|[{\"image\":{\"b64\":\"/9j/\"}}]",
      })
  void aCaseIsOneInstanceOrABatchOfThem(String options, String input, String instances)
      throws LoadException {
    Protocol protocol = profile("kserve-v1", options == null ? "" : options);

    assertThat(Wording.request(protocol, input))
        .isEqualTo("v1/models/m:predict {\"instances\":" + instances + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [1, \"NaN\"]}}"
            + "|BAD_INPUT: input \"x\" holds NaN, which JSON cannot carry",
        "{\"a\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [1, 2]},"
            + " \"b\": {\"dtype\": \"fp32\", \"shape\": [1, 1], \"data\": [1]}}"
            + "|BAD_INPUT: input \"b\" is fp32[1, 1] and no batch of rows, where another input has 2",
      })
  void whatItCannotCarryIsSaid(String input, String why) throws LoadException {
    String options = input.contains("\"b\"") ? "instances=batch" : "";

    assertThat(Wording.request(profile("kserve-v1", options), input)).startsWith(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"predictions\": [1, 1]}|predictions int64[2]{1 1}",
        "|{\"predictions\": [[0.9, 0.1], [0.5, 0.5]]}|predictions fp64[2, 2]{0.9 0.1 0.5 0.5}",
        "types=\"fp32\"|{\"predictions\": [0.1, 1]}"
            + "|predictions fp32[2]{0.10000000149011612 1.0}",
        "|{\"predictions\": [\"2\", \" 1\"]}|predictions string[2]{2  1}",
        "|{\"predictions\": [true, false]}|predictions bool[2]{true false}",
        "|{\"predictions\": [{\"yes\": 0.61, \"no\": 0.39}, {\"no\": 0.58, \"yes\": 0.42}]}"
            + "|predictions[no, yes] fp64[2, 2]{0.39 0.61 0.58 0.42}",
        // A probability that is spelled as a whole number changes nothing.
        "|{\"predictions\": [{\"yes\": 1, \"no\": 0}, {\"no\": 0, \"yes\": 1}]}"
            + "|predictions[no, yes] fp64[2, 2]{0.0 1.0 0.0 1.0}",
        "objects=outputs|{\"predictions\": [{\"yes\": 0.6, \"no\": 0}, {\"yes\": 0.5, \"no\": 1}]}"
            + "|yes fp64[2]{0.6 0.5}, no int64[2]{0 1}",
        "objects=ranked|{\"predictions\": [{\"a\": 0.2, \"b\": 0.8}, {\"c\": 0.5, \"a\": 0.5}]}"
            + "|predictions fp64[2, 2]{0.8 0.2 0.5 0.5}, labels string[2, 2]{b a a c}",
        "|{\"predictions\": [{\"label\": \"a\", \"scores\": [0.1, 0.9]},"
            + " {\"label\": \"b\", \"scores\": [1, 0]}]}"
            + "|label string[2]{a b}, scores fp64[2, 2]{0.1 0.9 1.0 0.0}",
        "|{\"predictions\": [{\"a\": 0.5, \"b\": 0.5}, {\"a\": 1.0, \"c\": 0.0}]}"
            + "|0[a, b] fp64[2]{0.5 0.5}, 1[a, c] fp64[2]{1.0 0.0}",
        "|{\"predictions\": [\"a\", 0.5]}|0 string[]{a}, 1 fp64[]{0.5}",
        "|{\"predictions\": [0.5, null]}|predictions fp64[2]{0.5 null}"
            + " {remark=1 of 2 numbers of \"predictions\" are null, as some servers write NaN and"
            + " both infinities}",
        "|{\"predictions\": [0.5, NaN]}|predictions fp64[2]{0.5 NaN}",
        "|{\"predictions\": [0.5, \"-Infinity\"]}|predictions fp64[2]{0.5 -Infinity}",
        "|{\"predictions\": [0.5]}" + "|predictions fp64[1]{0.5} {remark=1 answers for 2 rows}",
      })
  void everyFormOfPredictionsIsRead(String options, String body, String read) throws LoadException {
    Protocol protocol = profile("kserve-v1", options == null ? "" : options);

    assertThat(Wording.reading(protocol, TWO_ROWS, answer(200, body))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|{\"predictions\": [{'Species': 'setosa'}]}"
            + "|BAD_ANSWER: the answer is not JSON: single quotes, as in a Python literal",
        "200|{\"predictions\": [1,,2]}|BAD_ANSWER: the answer is not JSON: an element is missing",
        "200|{\"predictions\": [[1, 2], [3]]}|BAD_ANSWER: output \"predictions\"[1] is ragged",
        "200|{\"predictions\": [1, 2|BAD_ANSWER: the answer is not JSON: it ends in the middle",
        "200|<html>|BAD_ANSWER: the answer is not JSON: it looks like HTML or XML",
        "200|``|EMPTY: the answer has no content",
        "200|{\"predictions\": []}|EMPTY: no answer for 1 rows",
        "200|{\"predictions\": null}|EMPTY: \"predictions\" is null",
        "200|{\"error\": \"CUDA out of memory\"}"
            + "|MODEL_ERROR: an error under a success: CUDA out of memory",
        "200|{\"outputs\": []}"
            + "|BAD_ANSWER: the answer is an object of [outputs] and has no \"predictions\"",
        "404|{\"error\": \"Model with name m does not exist.\"}"
            + "|NOT_READY: HTTP 404: Model with name m does not exist.",
        "503|{\"error\": \"Model with name m is not ready.\"}"
            + "|NOT_READY: HTTP 503: Model with name m is not ready.",
        "400|{\"error\": \"Expected \\\"instances\\\" to be a list\"}"
            + "|BAD_INPUT: HTTP 400: Expected \"instances\" to be a list",
        "500|{\"error\": \"ValueError : X has 3 features\"}"
            + "|MODEL_ERROR: HTTP 500: ValueError : X has 3 features",
        "500|{\"detail\": \"Out of range float values are not JSON compliant: nan\"}"
            + "|NON_FINITE: HTTP 500: Out of range float values are not JSON compliant: nan",
        "422|{\"detail\": [{\"loc\": [\"body\"], \"msg\": \"field required\", \"type\": \"missing\"}]}"
            + "|BAD_INPUT: HTTP 422: missing: field required",
        "500|Internal Server Error|MODEL_ERROR: HTTP 500: Internal Server Error",
        "302|``|BAD_ANSWER: HTTP 302 without a message",
      })
  void whatIsNoPredictionIsNamed(int status, String body, String why) throws LoadException {
    Protocol protocol = profile("kserve-v1", "");

    assertThat(Wording.reading(protocol, ONE_ROW, answer(status, body))).startsWith(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|{\"name\": \"m\", \"ready\": true}|YES",
        "200|{\"name\": \"m\", \"ready\": false}|NO",
        "200|{\"name\": \"m\", \"ready\": \"False\"}|NO",
        "503|{\"error\": \"Model with name m is not ready.\"}|NO",
        "404|{\"error\": \"Model with name m does not exist.\"}|NO",
        "200|``|YES",
        // TorchServe and others that only take predictions.
        "404|{\"code\": 404, \"type\": \"ResourceNotFoundException\", \"message\": \"x\"}|NOTHING",
        "404|{\"detail\": \"Not Found\"}|NOTHING",
        "405|{\"code\": 405, \"type\": \"MethodNotAllowedException\"}|NOTHING",
        // TensorFlow Serving behind KServe.
        "200|{\"model_version_status\": [{\"version\": \"1\", \"state\": \"LOADING\","
            + " \"status\": {\"error_code\": \"OK\"}}]}|NO",
        "200|{\"model_version_status\": [{\"version\": \"1\", \"state\": \"AVAILABLE\","
            + " \"status\": {\"error_code\": \"OK\"}}]}|YES",
      })
  void readyIsAskedOfTheModel(int status, String body, String says) throws LoadException {
    Question ready = profile("kserve-v1", "").ready().orElseThrow();

    assertThat(ready.request().path()).isEqualTo("v1/models/m");
    assertThat(ready.reader().read(answer(status, body)).says()).hasToString(says);
  }

  @Test
  void theListOfModelsIsTold() throws LoadException {
    Inquiry models = profile("kserve-v1", "").inquiries().get(0);

    assertThat(models.reader().read(answer(200, "{\"models\": [\"a\", \"m\"]}")).models())
        .containsExactly("a", "m");
    assertThat(models.reader().read(answer(200, "{\"models\": [\"a\"]}")).remarks())
        .containsExactly("the server lists no model \"m\"");
    assertThat(models.reader().read(answer(404, "Not Found"))).isEqualTo(Description.EMPTY);
  }
}
