package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SageMakerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|{\"instances\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.1, 1]}}|invocations {\"instances\":[[0.1,1.0]]}",
        "|{\"body\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.1, 1]}}|invocations [[0.1,1.0]]",
        "contentType=text/csv|{\"x\": {\"dtype\": \"fp32\", \"shape\": [2, 2], \"data\": [0.1, 1, 2, 3]}}|invocations 0.1,1.0⏎2.0,3.0⏎",
        "contentType=text/csv|{\"age\": 34, \"job\": \"a\", \"income\": null}|invocations 34,a,⏎",
        "contentType=image/jpeg;body=raw|{\"x\": \"base64:YWI=\"}|invocations ab",
        "path=/endpoints/e/invocations|{\"inputs\": \"hello\"}|endpoints/e/invocations {\"inputs\":\"hello\"}",
      })
  void aCaseIsTheBodyThatTheContainerWants(String options, String input, String request)
      throws LoadException {
    Protocol protocol = profile("sagemaker", options == null ? "" : options);

    assertThat(Wording.request(protocol, input).replace("\n", "⏎")).isEqualTo(request);
  }

  @Test
  void theIdTravelsInTheOnlyHeaderThatAwsPassesOn() throws Exception {
    assertThat(profile("sagemaker", "").request(Wording.input("{\"x\": 1}"), "7").headers())
        .containsEntry("X-Amzn-SageMaker-Custom-Attributes", "canary=7")
        .containsEntry("Accept", "application/json");
    assertThat(
            profile("sagemaker", "contentType=text/csv")
                .request(Wording.input("{\"x\": 1}"), "7")
                .headers())
        .containsEntry("Content-Type", "text/csv")
        .containsEntry("Accept", "text/csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json|{\"predictions\": [{\"score\": 0.5, \"predicted_label\": 1}, {\"score\": 0.25, \"predicted_label\": 0}]}|predictions[predicted_label, score] fp64[2, 2]{1.0 0.5 0.0 0.25}",
        "application/json|{\"predictions\": [0.5]}|predictions fp64[1]{0.5}",
        "text/csv; charset=utf-8|0.5⏎0.25⏎|output fp64[2]{0.5 0.25}",
        "text/csv|0.5,a⏎0.25,\"b, \"\"c\"\"\"⏎|0.0 fp64[]{0.5}, 0.1 string[]{a}, 1.0 fp64[]{0.25}, 1.1 string[]{b, \"c\"}",
        "text/csv|0.1,0.9⏎nan,-inf|output fp64[2, 2]{0.1 0.9 NaN -Infinity}",
        "text/csv|1⏎⏎3|output fp64[3]{1.0 null 3.0} {remark=1 of 3 numbers of \"output\" are null, as some servers write NaN and both infinities}",
      })
  void jsonAndCsvAreRead(String type, String body, String read) throws LoadException {
    assertThat(
            Wording.reading(
                profile("sagemaker", ""), "{\"x\": 1}", answer(200, type, body.replace("⏎", "\n"))))
        .isEqualTo(read);
  }

  @Test
  void pingIsReadyByItsStatus() throws LoadException {
    Question ready = profile("sagemaker", "").ready().orElseThrow();

    assertThat(ready.reader().read(answer(200, "")).says()).hasToString("YES");
    assertThat(ready.reader().read(answer(500, "")).says()).hasToString("NO");
  }
}
