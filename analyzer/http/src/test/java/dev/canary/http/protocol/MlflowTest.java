package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlflowTest {
  private static final String APPLICANT = "{\"age\": 34, \"job\": \"a, b\", \"income\": null}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"age\": 34, \"job\": \"a\", \"income\": null}|{\"dataframe_split\":{\"columns\":[\"age\",\"job\",\"income\"],\"data\":[[34,\"a\",null]]}}",
        "format=dataframe_records|{\"age\": 34, \"job\": \"a\", \"income\": null}|{\"dataframe_records\":[{\"age\":34,\"job\":\"a\",\"income\":null}]}",
        "format=csv|{\"age\": 34, \"job\": \"a, \\\"b\\\"\", \"income\": null}|age,job,income⏎34,\"a, \"\"b\"\"\",⏎",
        "format=csv|{\"x\": {\"dtype\": \"fp32\", \"shape\": [2], \"data\": [0.1, \"NaN\"]}, \"y\": {\"dtype\": \"bool\", \"shape\": [2], \"data\": [true, false]}}|x,y⏎0.1,true⏎NaN,false⏎",
        "|{\"x\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.1, \"Infinity\"]}}|{\"inputs\":{\"x\":[[0.1,Infinity]]}}",
        "|{\"inputs\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.1, 1]}}|{\"inputs\":[[0.1,1.0]]}",
        "format=instances|{\"inputs\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [0.1, 1]}}|{\"instances\":[[0.1],[1.0]]}",
        "format=dataframe_split|{\"inputs\": {\"dtype\": \"fp64\", \"shape\": [2, 2], \"data\": [1, 2, 3, 4]}}|{\"dataframe_split\":{\"columns\":[\"0\",\"1\"],\"data\":[[1.0,2.0],[3.0,4.0]]}}",
        "format=dataframe_split;columns=a,b|{\"x\": {\"dtype\": \"fp64\", \"shape\": [1, 2], \"data\": [1, 2]}}|{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1.0,2.0]]}}",
        "format=dataframe_split;columns=a|{\"x\": {\"dtype\": \"fp64\", \"shape\": [1, 2], \"data\": [1, 2]}}|BAD_INPUT: the input is fp64[1, 2], no table of 1 columns",
        "format=dataframe_split|{\"a\": {\"dtype\": \"int64\", \"shape\": [2, 1], \"data\": [1, 2]}, \"b\": {\"dtype\": \"int64\", \"shape\": [2], \"data\": [3, 4]}}|{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1,3],[2,4]]}}",
        "format=dataframe_split|{\"a\": {\"dtype\": \"int64\", \"shape\": [2], \"data\": [1, 2]}, \"b\": {\"dtype\": \"int64\", \"shape\": [1], \"data\": [3]}}|BAD_INPUT: column \"b\" has 1 rows where another has 2",
        "params={\"k\": 0.10}|{\"x\": 1}|{\"dataframe_split\":{\"columns\":[\"x\"],\"data\":[[1]]},\"params\":{\"k\": 0.10}}",
        "|{\"messages\": \"hello\", \"max_tokens\": 5}|{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"max_tokens\":5}",
        "|{\"prompt\": \"hello\"}|{\"prompt\":\"hello\"}",
      })
  void aCaseTakesTheFormThatItsModelWants(String options, String input, String body)
      throws LoadException {
    Protocol protocol = profile("mlflow", options == null ? "" : options);
    String request = Wording.request(protocol, input);

    assertThat(request.replace("\n", "⏎"))
        .isEqualTo((body.startsWith("BAD") ? "" : "invocations ") + body);
  }

  @Test
  void theContentTypeHasNoParameterThatTheServerWouldRefuse() throws Exception {
    assertThat(profile("mlflow", "").request(Wording.input(APPLICANT), "1").headers())
        .containsEntry("Content-Type", "application/json");
    assertThat(profile("mlflow", "format=csv").request(Wording.input(APPLICANT), "1").headers())
        .containsEntry("Content-Type", "text/csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"predictions\": [0.5, NaN]}|predictions fp64[2]{0.5 NaN}",
        "{\"predictions\": [[1, 2], [3, 4]]}|predictions int64[2, 2]{1 2 3 4}",
        "{\"predictions\": [{\"a\": 0.5, \"b\": 1}, {\"a\": 0.25, \"b\": 2}]}|a fp64[2]{0.5 0.25}, b int64[2]{1 2}",
        "{\"predictions\": {\"scores\": [0.5], \"label\": [\"x\"]}}|scores fp64[1]{0.5}, label string[1]{x}",
        "{\"predictions\": \"yes\"}|predictions string[]{yes}",
        "{\"predictions\": [\"yes\", \"no\"]}|predictions string[2]{yes no}",
        "{\"outputs\": []}|BAD_ANSWER: the answer is an object of [outputs] and has no \"predictions\"",
      })
  void everyFormOfPredictionsIsRead(String body, String read) throws LoadException {
    assertThat(Wording.reading(profile("mlflow", ""), "{\"age\": 34}", answer(200, body)))
        .isEqualTo(read);
  }

  @Test
  void aLanguageModelIsAnsweredUnwrapped() throws LoadException {
    assertThat(
            Wording.reading(
                profile("mlflow", ""),
                "{\"prompt\": \"hello\"}",
                answer(200, "{\"choices\": [{\"text\": \"hi\", \"index\": 0}]}")))
        .isEqualTo("choices.text string[1]{hi}, choices.index int64[1]{0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400|{\"error_code\": \"BAD_REQUEST\", \"message\": \"Encountered an unexpected error while evaluating the model.\", \"stack_trace\": \"Traceback\"}|MODEL_ERROR: HTTP 400: BAD_REQUEST: Encountered an unexpected error",
        "400|{\"error_code\": \"BAD_REQUEST\", \"message\": \"Failed to predict data. Error: Failed to enforce schema of data\"}|BAD_INPUT: HTTP 400: BAD_REQUEST: Failed to predict data.",
        "400|{\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"x\"}|BAD_INPUT: HTTP 400: INVALID_PARAMETER_VALUE: x",
        "400|{\"detail\": {\"error_code\": \"BAD_REQUEST\", \"message\": \"x\"}}|MODEL_ERROR: HTTP 400: BAD_REQUEST: x",
        "415|The scoring server only supports UTF-8|BAD_INPUT: HTTP 415: The scoring server only supports UTF-8",
        "500|{\"error_code\": \"INTERNAL_ERROR\", \"message\": \"x\"}|MODEL_ERROR: HTTP 500: INTERNAL_ERROR: x",
      })
  void aFourHundredMayBeTheModels(int status, String body, String why) throws LoadException {
    assertThat(Wording.reading(profile("mlflow", ""), APPLICANT, answer(status, body)))
        .startsWith(why);
  }

  @Test
  void whatMlflowDoesToAnInputIsRemarked() throws LoadException {
    assertThat(
            Wording.reading(
                profile("mlflow", ""), APPLICANT, answer(200, "{\"predictions\": [1]}")))
        .endsWith(
            "{remark=a missing whole number may disable the schema's enforcement (mlflow#25593)}");
    assertThat(
            profile("mlflow", "format=instances")
                .inquiries()
                .get(0)
                .reader()
                .read(answer(200, "2.14.1"))
                .remarks())
        .hasSize(1);
  }

  @Test
  void theVersionIsThatOfTheServer() throws LoadException {
    Inquiry version = profile("mlflow", "").inquiries().get(0);

    assertThat(version.reader().read(answer(200, "2.14.1")).server()).contains("mlflow 2.14.1");
    assertThat(version.reader().read(answer(200, "<html>")).server()).isEmpty();
    assertThat(version.reader().read(answer(200, "2.14.1")).versions()).isEmpty();
  }

  @Test
  void anEmptyPingIsReady() throws LoadException {
    Question ready = profile("mlflow", "").ready().orElseThrow();

    assertThat(ready.reader().read(answer(200, "\n")).says()).hasToString("YES");
    assertThat(ready.reader().read(answer(404, "\n")).says()).hasToString("NO");
  }
}
