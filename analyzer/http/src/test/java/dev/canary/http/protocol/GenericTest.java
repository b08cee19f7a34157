package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.answer;
import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.http.wire.WireRequest;
import dev.canary.target.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericTest {
  private static final String INPUT =
      "{\"x\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.1, 3]},"
          + " \"name\": \"Ann \\\"A\\\"\", \"age\": 34, \"late\": null}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": \"${input.x}\", \"n\": 1.50, \"f\": false, \"z\": null, \"l\": [1, \"t\"]}|{\"a\":[[0.1,3.0]],\"n\":1.50,\"f\":false,\"z\":null,\"l\":[1,\"t\"]}",
        "\"${input}\"|{\"x\":[[0.1,3.0]],\"name\":\"Ann \\\"A\\\"\",\"age\":34,\"late\":null}",
        "{\"id\": \"${id}\", \"q\": \"${input.name} is ${input.age}, ${id}\"}|{\"id\":\"round-7\",\"q\":\"Ann \\\"A\\\" is 34, round-7\"}",
        "[{\"v\": \"${input.late}\"}, \"$5 {x}\"]|[{\"v\":null},\"$5 {x}\"]",
        "{\"a\": \"${input.y}\"}|BAD_INPUT: the template names ${input.y}; the case has x, name, age",
        "{\"a\": \"x is ${input.x}\"}|BAD_INPUT: ${input.x} stands inside a text and is fp32[1, 2]; only single values can",
        "{\"a\": \"all: ${input}\"}|BAD_INPUT: ${input} stands inside a text; only single values can",
      })
  void theTemplateIsFilled(String template, String body) throws LoadException {
    Protocol protocol = profile("generic", "path=/score;request=" + template);

    assertThat(Wording.request(protocol, INPUT))
        .isEqualTo((body.startsWith("BAD") ? "" : "score ") + body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "outputs={\"scores\": \"/result/0/scores\", \"label\": \"/result/0/label\"}|{\"result\": [{\"scores\": [0.5, 1], \"label\": \"a\"}]}|scores fp64[2]{0.5 1.0}, label string[]{a}",
        "outputs={\"scores\": {\"pointer\": \"/s\", \"dtype\": \"fp32\"}}|{\"s\": [0.1]}|scores fp32[1]{0.10000000149011612}",
        "outputs={\"x\": \"/a~1b/~0c\"}|{\"a/b\": {\"~c\": true}}|x bool[]{true}",
        "outputs={\"all\": \"\"}|[1, 2]|all int64[2]{1 2}",
        "outputs={\"p\": \"/p\"}|{\"p\": {\"yes\": 0.5, \"no\": 0.5}}|p[no, yes] fp64[2]{0.5 0.5}",
        "outputs={\"p\": \"/p\"};objects=outputs|{\"p\": {\"yes\": 0.5, \"no\": 0.5}}|p.yes fp64[]{0.5}, p.no fp64[]{0.5}",
        "versionAt=/model/version|{\"model\": {\"version\": 3}, \"y\": 1}|model.version int64[]{3}, y int64[]{1} {version=3}",
        "request={\"id\": \"${id}\"};idAt=/id;outputs={\"y\": \"/y\"}|{\"id\": \"round-7\", \"y\": 1}|y int64[]{1}",
        "request={\"q\": [\"of ${id}\"]};idAt=/id;outputs={\"y\": \"/y\"}|{\"id\": \"round-6\", \"y\": 1}|UNREACHABLE: an answer to request id \"round-6\", asked was \"round-7\"",
        "request={\"id\": \"${id}\"};idAt=/id|{\"y\": 1}|BAD_ANSWER: the answer is an object of [y] and has nothing at /id",
        "versionAt=/v;outputs={\"y\": \"/y\"}|{\"y\": [NaN]}|y fp64[1]{NaN}",
        "|{\"y\": [1.5]}|y fp64[1]{1.5}",
        "outputs={\"y\": \"/y/1\"}|{\"y\": [1]}|BAD_ANSWER: the answer is an object of [y] and has nothing at /y/1",
        "outputs={\"y\": \"/y\"}|{\"error\": \"broken\"}|BAD_ANSWER: the answer is an object of [error] and has nothing at /y; it says broken",
        "outputs={\"y\": \"/y\"}|{\"y\": null}|EMPTY: null at /y",
      })
  void pointersFindTheOutputs(String options, String body, String read) throws LoadException {
    String given = options == null ? "" : options;
    Protocol protocol =
        profile("generic", given.startsWith("request=") ? given : "request={};" + given);

    assertThat(Wording.reading(protocol, INPUT, answer(200, body))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"/up\"|200|``|YES",
        "\"up\"|503|``|NO",
        "{\"path\": \"up\", \"status\": 204}|204|``|YES",
        "{\"path\": \"up\", \"status\": 204}|200|``|NO",
        "{\"path\": \"up\", \"pointer\": \"/db/0/ok\", \"equals\": true}|200|{\"db\": [{\"ok\": true}]}|YES",
        "{\"path\": \"up\", \"pointer\": \"/db/0/ok\", \"equals\": true}|200|{\"db\": [{\"ok\": false}]}|NO",
        "{\"path\": \"up\", \"pointer\": \"/state\", \"equals\": \"up\"}|200|not JSON|NO",
      })
  void readyIsWhatTheOptionSays(String option, int status, String body, String says)
      throws LoadException {
    Question ready = profile("generic", "request={};ready=" + option).ready().orElseThrow();

    assertThat(ready.request().path()).isEqualTo("up");
    assertThat(ready.reader().read(answer(status, body)).says()).hasToString(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|target.request is missing: the JSON that generic sends, with ${input} or ${input.NAME} in it",
        "request={}x|target.request: the answer is not JSON",
        "request={};outputs=[1]|target.outputs must be a map of output names to JSON Pointers, or to {pointer, dtype}",
        "request={};outputs={\"y\": \"y\"}|target.outputs.y is \"y\" where a JSON Pointer like /outputs/0/scores belongs",
        "request={};outputs={\"y\": {\"pointer\": \"/y\", \"dtype\": \"float\"}}|target.outputs.y is \"float\" where a type like fp32, int64 or string belongs",
        "request={};ready={\"status\": 200}|target.ready is an object of [status] where a path or {path, status, pointer, equals} belongs",
        "request={\"id\": \"${input.id}\"};idAt=/id|target.idAt needs ${id} in target.request, for the server to answer",
        "request={};headers=[]|target.headers must be a map of names to texts",
        "request={};method=predict|target.method is \"predict\"; generic allows POST, PUT",
      })
  void optionsThatMakeNoSenseAreNamed(String options, String why) {
    assertThatThrownBy(() -> profile("generic", options))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void methodAndHeadersAreTheOptions() throws Exception {
    WireRequest request =
        profile("generic", "request={};method=PUT;headers={\"Accept\": \"x\"}")
            .request(Wording.input(INPUT), "1");

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.headers())
        .containsEntry("Accept", "x")
        .containsEntry("Content-Type", "application/json");
  }
}
