package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TfServingTest {
  /** As version 2.14 answers for a model of one input and one output. */
  private static final String METADATA =
      "{\"model_spec\":{\"name\":\"m\",\"signature_name\":\"\",\"version\":\"123\"},\"metadata\":{\"signature_def\":{\"signature_def\":{\"serving_default\":{\"inputs\":{\"x\":{\"dtype\":\"DT_FLOAT\",\"tensor_shape\":{\"dim\":[{\"size\":\"-1\",\"name\":\"\"},{\"size\":\"2\",\"name\":\"\"}],\"unknown_rank\":false},\"name\":\"x:0\"}},\"outputs\":{\"y\":{\"dtype\":\"DT_FLOAT\",\"tensor_shape\":{\"dim\":[{\"size\":\"-1\",\"name\":\"\"}],\"unknown_rank\":false},\"name\":\"y:0\"}},\"method_name\":\"tensorflow/serving/predict\"}}}}}";

  private static final String ROWS =
      "{\"x\": {\"dtype\": \"fp32\", \"shape\": [2, 2], \"data\": [1, 2, 3, 4]}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [3], \"data\": [1, 2, 5]}}|:predict {\"instances\":[[1.0,2.0,5.0]]}",
        "instances=batch|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [3], \"data\": [1, 2, 5]}}|:predict {\"instances\":[1.0,2.0,5.0]}",
        "|{\"x\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [0.1, \"NaN\"]}}|:predict {\"instances\":[{\"x\":[0.1]},{\"x\":[NaN]}]}",
        "|{\"tag\": {\"dtype\": \"string\", \"shape\": [2, 1], \"data\": [\"foo\", \"bar\"]}, \"sensor\": {\"dtype\": \"int64\", \"shape\": [2, 2], \"data\": [1, 2, 3, 4]}}|:predict {\"instances\":[{\"tag\":[\"foo\"],\"sensor\":[1,2]},{\"tag\":[\"bar\"],\"sensor\":[3,4]}]}",
        "format=columnar|{\"tag\": {\"dtype\": \"string\", \"shape\": [2], \"data\": [\"foo\", \"bar\"]}, \"signal\": {\"dtype\": \"fp64\", \"shape\": [1, 2], \"data\": [\"-Infinity\", 1e300]}}|:predict {\"inputs\":{\"tag\":[\"foo\",\"bar\"],\"signal\":[[-Infinity,1.0E300]]}}",
        "format=columnar|{\"inputs\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [1, 2]}}|:predict {\"inputs\":[1.0,2.0]}",
        "format=columnar;signature=other|{\"x\": 1}|:predict {\"signature_name\":\"other\",\"inputs\":{\"x\":1}}",
        "format=columnar|{\"x\": 1, \"y\": null}|BAD_INPUT: input \"y\" is null, which a tensor cannot be",
        "|{\"x\": 1, \"y\": null}|:predict {\"instances\":[{\"x\":1,\"y\":null}]}",
        "|{\"image_bytes\": \"base64:/9j/\"}|:predict {\"instances\":[{\"image_bytes\":{\"b64\":\"/9j/\"}}]}",
        "method=regress;signature=tensorflow/serving/regress|{\"x\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [1, 2]}}|:regress {\"signature_name\":\"tensorflow/serving/regress\",\"examples\":[{\"x\":[1.0]},{\"x\":[2.0]}]}",
        "method=classify|{\"age\": 3, \"caption\": \"seaside\", \"late\": null}|:classify {\"examples\":[{\"age\":3,\"caption\":\"seaside\"}]}",
        "modelVersion=12|{\"x\": 1}|/versions/12:predict {\"instances\":[{\"x\":1}]}",
        "label=stable|{\"x\": 1}|/labels/stable:predict {\"instances\":[{\"x\":1}]}",
      })
  void aCaseIsRowsOrColumnsOrExamples(String options, String input, String request)
      throws LoadException {
    Protocol protocol = profile("tf-serving", options == null ? "" : options);

    assertThat(Wording.request(protocol, input))
        .isEqualTo((request.startsWith("BAD") ? "" : "v1/models/m") + request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"predictions\": [3.5, 4.0]}|predictions fp64[2]{3.5 4.0}",
        "types=\"fp32\"|{\"predictions\": [0.1, 4.0]}|predictions fp32[2]{0.10000000149011612 4.0}",
        "|{\"predictions\": [{\"scores\": [0.999114931, 9.20987877e-05], \"prediction\": 0, \"key\": \"   1\"}, {\"scores\": [0.5, 0.5], \"prediction\": 1, \"key\": \"\"}]}|scores fp64[2, 2]{0.999114931 9.20987877E-5 0.5 0.5}, prediction int64[2]{0 1}, key string[2]{   1 }",
        "types={\"scores\": \"fp32\"}|{\"predictions\": [{\"scores\": [0.5], \"n\": 1}, {\"scores\": [0.1], \"n\": 2}]}|scores fp32[2, 1]{0.5 0.10000000149011612}, n int64[2]{1 2}",
        // Two heads of one number each are two outputs here, whatever they are called.
        "|{\"predictions\": [{\"mean\": 0.5, \"variance\": 1.0}, {\"mean\": 0.25, \"variance\": 2.0}]}|mean fp64[2]{0.5 0.25}, variance fp64[2]{1.0 2.0}",
        "|{\"predictions\": [0.2, Infinity]}|predictions fp64[2]{0.2 Infinity}",
        "|{\"predictions\": [-Infinity, NaN]}|predictions fp64[2]{-Infinity NaN}",
        "|{\"predictions\": [{\"b64\": \"/9j/\"}, {\"b64\": \"YWI=\"}]}|predictions string[2]{base64:/9j/ ab}",
        "|{\"predictions\": [{\"thumb_bytes\": {\"b64\": \"/9j/\"}, \"n\": 1}, {\"thumb_bytes\": {\"b64\": \"YQ==\"}, \"n\": 2}]}|thumb_bytes string[2]{base64:/9j/ a}, n int64[2]{1 2}",
        "|{\"predictions\": [{\"b64\": \"?\"}, {\"b64\": \"YWI=\"}]}|BAD_ANSWER: output \"predictions\" holds a b64 that is no Base64: ?",
        "format=columnar|{\"outputs\": [[1], [2]]}|outputs int64[2, 1]{1 2}",
        "format=columnar|{\"outputs\": {\"a\": [[1.5]], \"b\": [\"x\"]}}|a fp64[1, 1]{1.5}, b string[1]{x}",
        "method=regress|{\"results\": [3.5, 4.0]}|results fp64[2]{3.5 4.0}",
        "method=regress|{\"result\": [0.2, NaN]}|results fp64[2]{0.2 NaN}",
        "method=classify|{\"results\": [[[\"b\", 0.75], [\"a\", 0.25]], [[\"a\", 0.5], [\"b\", 0.5]]]}|scores[a, b] fp32[2, 2]{0.25 0.75 0.5 0.5}, labels string[2, 2]{b a a b}",
        "method=classify|{\"result\": [[[\"\", 0.1], [\"\", 0.9]], [[\"\", 0.5], [\"\", 0.5]]]}|scores fp32[2, 2]{0.10000000149011612 0.8999999761581421 0.5 0.5}, labels string[2, 2]{   }",
        "method=classify|{\"result\": [[[\"a\", 1]], [[\"a\", 0.5], [\"b\", 0.5]]]}|BAD_ANSWER: example 1 has 2 classes where the first has 1",
        "method=classify|{\"result\": [[\"a\", 1], [\"b\"]]}|BAD_ANSWER: a class is \"a\" where a label and a score belong",
      })
  void everyFormOfAnswerIsRead(String options, String body, String read) throws LoadException {
    Protocol protocol = profile("tf-serving", options == null ? "" : options);

    assertThat(Wording.reading(protocol, ROWS, answer(200, body))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404|{\"error\": \"Servable not found for request: Latest(half)\"}|NOT_READY: HTTP 404: Servable not found for request: Latest(half)",
        "400|{\"error\": \"JSON Parse error: Invalid value. at offset: 0\"}|BAD_INPUT: HTTP 400: JSON Parse error",
        "412|{\"error\": \"Table not initialized.\"}|MODEL_ERROR: HTTP 412: Table not initialized.",
        "200|{\"predictions\": [1, 2, ]}|BAD_ANSWER: the answer is not JSON: an element is missing",
        "200|{\"outputs\": [1]}|BAD_ANSWER: the answer is an object of [outputs] and has no \"predictions\"",
      })
  void whatIsNoPredictionIsNamed(int status, String body, String why) throws LoadException {
    assertThat(Wording.reading(profile("tf-serving", ""), ROWS, answer(status, body)))
        .startsWith(why);
  }

  @Test
  void theSignatureTellsTypesAndNamesAndWhatARowIs() throws LoadException {
    Protocol plain = profile("tf-serving", "");
    Description told = plain.inquiries().get(1).reader().read(answer(200, METADATA));
    Protocol protocol = plain.speaking(told);

    assertThat(told.inputs()).hasToString("{x=DT_FLOAT[-1, 2]}");
    assertThat(told.outputs()).hasToString("{y=DT_FLOAT[-1]}");
    assertThat(told.versions()).hasToString("{metadata.version=[123]}");
    assertThat(Wording.reading(protocol, ROWS, answer(200, "{\"predictions\": [0.100000001, 1]}")))
        .isEqualTo("y fp32[2]{0.10000000149011612 1.0}");
    assertThat(Wording.request(protocol, ROWS))
        .endsWith("{\"instances\":[{\"x\":[1.0,2.0]},{\"x\":[3.0,4.0]}]}");
    assertThat(
            Wording.request(
                protocol, "{\"x\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [1, 2]}}"))
        .endsWith("{\"instances\":[{\"x\":[1.0,2.0]}]}");
  }

  @Test
  void aSignatureThatIsNotThereIsSaid() throws LoadException {
    Inquiry metadata = profile("tf-serving", "signature=other").inquiries().get(1);

    assertThat(metadata.reader().read(answer(200, METADATA)).remarks())
        .containsExactly(
            "the model has no signature \"other\"; it is an object of [serving_default]");
    assertThat(metadata.reader().read(answer(404, "{\"error\": \"x\"}")))
        .isEqualTo(Description.EMPTY);
  }

  @Test
  void aSignatureForExamplesNamesTheMethodThatTakesThem() throws LoadException {
    Inquiry metadata = profile("tf-serving", "").inquiries().get(1);
    String classify = METADATA.replace("serving/predict", "serving/classify");

    assertThat(metadata.reader().read(answer(200, classify)).remarks())
        .containsExactly(
            "signature \"serving_default\" is for classify (target.method), of features that no"
                + " metadata name: name each as an input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|\"version\": \"123\", \"state\": \"AVAILABLE\", \"status\": {\"error_code\": \"OK\", \"error_message\": \"\"}|YES|version 123 is AVAILABLE",
        "200|\"version\": \"1\", \"state\": \"END\", \"status\": {\"error_code\": \"NOT_FOUND\", \"error_message\": \"no files\"}|NO|version 1 is END (NOT_FOUND: no files)",
        "200|\"version\": \"1\", \"state\": \"LOADING\", \"status\": {\"error_code\": \"OK\", \"error_message\": \"\"}|NO|version 1 is LOADING",
        "200|\"version\": \"1\", \"state\": \"START\", \"status\": {\"error_code\": \"OK\"}|NO|version 1 is START",
        "200|\"version\": \"1\", \"state\": \"UNLOADING\", \"status\": {\"error_code\": \"OK\"}|NO|version 1 is UNLOADING",
        "200|\"version\": \"1\", \"state\": \"UNKNOWN\"|NO|version 1 is UNKNOWN",
        "200|\"version\": \"1\", \"state\": \"AVAILABLE\", \"status\": {\"error_code\": \"RESOURCE_EXHAUSTED\"}|NO|version 1 is AVAILABLE (RESOURCE_EXHAUSTED: )",
      })
  void aSuccessWithoutAnAvailableVersionIsNotReady(
      int status, String version, String says, String reason) throws LoadException {
    Question ready = profile("tf-serving", "").ready().orElseThrow();
    String body = "{\"model_version_status\": [{" + version + "}]}";

    assertThat(ready.reader().read(answer(status, body)).says()).hasToString(says);
    assertThat(ready.reader().read(answer(status, body)).reason())
        .isEqualTo("GET v1/models/m: 200: " + reason);
  }

  @Test
  void allAvailableVersionsAreToldAndTheOthersRemarked() throws LoadException {
    Description told =
        profile("tf-serving", "")
            .inquiries()
            .get(0)
            .reader()
            .read(
                answer(
                    200,
                    "{\"model_version_status\": ["
                        + "{\"version\": \"2\", \"state\": \"AVAILABLE\"},"
                        + "{\"version\": \"3\", \"state\": \"AVAILABLE\"},"
                        + "{\"version\": \"4\", \"state\": \"LOADING\"}]}"));

    assertThat(told.versions()).hasToString("{status.version=[2, 3]}");
    assertThat(told.remarks()).containsExactly("version 4 is LOADING");
  }
}
