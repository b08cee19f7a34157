package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DjlServingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json|[{\"className\": \"tiger cat\", \"probability\": 0.6}, {\"className\": \"Persian cat\", \"probability\": 0.4}]|probabilities[Persian cat, tiger cat] fp64[2]{0.4 0.6}, ranked fp64[2]{0.6 0.4}, classNames string[2]{tiger cat Persian cat}",
        "application/json|{\"classNames\": [\"0\", \"1\"], \"probabilities\": [0.9, 2.026697559776025E-11]}|classNames string[2]{0 1}, probabilities fp64[2]{0.9 2.026697559776025E-11}",
        "application/json|[{\"className\": \"a\", \"probability\": NaN}, {\"className\": \"a\", \"probability\": 1}]|ranked fp64[2]{NaN 1.0}, classNames string[2]{a a}",
        "text/plain|tabby|output string[]{tabby}",
        "application/json|[[0.5, 1.0]]|output fp64[1, 2]{0.5 1.0}",
      })
  void classesAreSortedAndRanked(String type, String body, String read) throws LoadException {
    assertThat(Wording.reading(profile("djl-serving", ""), "{\"x\": 1}", answer(200, type, body)))
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|{\"m\": {\"status\": \"Healthy\"}}|YES",
        // Not fully scaled.
        "200|{\"m\": {\"status\": \"Unhealthy\"}}|NO",
        "200|{\"m\": {\"status\": \"PENDING\"}}|NO",
        "207|{\"m\": {\"status\": \"PENDING\"}}|NO",
        "500|{\"m\": {\"status\": \"FAILED\"}}|NO",
        "503|{\"m\": {\"status\": \"Healthy\"}}|NO",
        "200|{\"m\": {\"status\": \"Healthy\"}, \"other\": {\"status\": \"FAILED\"}}|YES",
        "200|{\"m:2\": {\"status\": \"PENDING\"}, \"other\": {\"status\": \"Healthy\"}}|NO",
        "200|{\"health\": \"healthy!\"}|YES",
        "200|{}|YES",
      })
  void theStateInPingDecides(int status, String body, String says) throws LoadException {
    Question ready = profile("djl-serving", "").ready().orElseThrow();

    assertThat(ready.reader().read(answer(status, body)).says()).hasToString(says);
  }

  @Test
  void aSuccessThatLiesIsRemarked() throws LoadException {
    Description told =
        profile("djl-serving", "")
            .inquiries()
            .get(0)
            .reader()
            .read(answer(200, "{\"m\": {\"status\": \"PENDING\"}}"));

    assertThat(told.models()).containsExactly("m");
    assertThat(told.remarks()).containsExactly("ping answers 200 although m is PENDING");
  }

  @Test
  void aModelThatIsLoadingIsNotReady() throws LoadException {
    assertThat(
            Wording.reading(
                profile("djl-serving", ""),
                "{\"x\": 1}",
                answer(424, "{\"code\": 424, \"type\": \"X\", \"message\": \"loading\"}")))
        .isEqualTo("NOT_READY: HTTP 424: X: loading");
  }
}
