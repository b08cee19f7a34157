package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every datatype through a model that gives its inputs back, as JSON and as bytes. */
@Timeout(60)
class DatatypesTest {
  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ModelServer.start(ServerOptions.serving(ServedModel.echo("echo")).build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          BOOL   | [true,false]                                          | [true,false]
          UINT8  | [0,255]                                               | [0,255]
          UINT16 | [65535]                                               | [65535]
          UINT32 | [4294967295]                                          | [4294967295]
          UINT64 | [18446744073709551615,9007199254740993]               | [18446744073709551615,9007199254740993]
          INT8   | [-128,127]                                            | [-128,127]
          INT16  | [-32768,32767]                                        | [-32768,32767]
          INT32  | [-2147483648]                                         | [-2147483648]
          INT64  | [-9223372036854775808,9007199254740993]               | [-9223372036854775808,9007199254740993]
          FP16   | [0.1,65504,6e-8,-0.0]                                 | [0.099975586,65504.0,5.9604645E-8,-0.0]
          FP16   | [65519.99999,65520,2.9802322387695312e-8]             | [65504.0,Infinity,0.0]
          FP16   | [2.98023223876953126e-8,1.00048828125000000000001]     | [5.9604645E-8,1.0009766]
          FP16   | [1.00048828125,1.00146484375,-1.00048828125000000001]  | [1.0,1.0019531,-1.0009766]
          BF16   | [0.1,3.3895314e38,1e39]                               | [0.100097656,3.3895314E38,Infinity]
          FP32   | [0.1,16777217,1e-45,3.40282356e38,-0]                  | [0.1,1.6777216E7,1.4E-45,3.4028235E38,-0.0]
          FP32   | [1.00000017881393432617187499,2.0E-3]                 | [1.0000001,0.002]
          FP32   | [NaN,Infinity,-Infinity]                              | [NaN,Infinity,-Infinity]
          FP64   | [0.1,9007199254740993,4.9e-324,2e23]                  | [0.1,9.007199254740992E15,4.9E-324,2.0E23]
          BYTES  | ["a","","Zürich \\u20ac \\ud83d\\ude00"]              | ["a","","Zürich € 😀"]
          """)
  void jsonIsExact(String datatype, String sent, String expected) throws Exception {
    int elements = Http.JSON.readTree(sent).size();
    HttpResponse<byte[]> answer =
        Http.post(server, "/v2/models/echo/infer", request(datatype, "[" + elements + "]", sent));

    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    assertThat(Http.text(answer)).endsWith("\"data\":" + expected + "}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          FP32  | [2]   | [1]                | 1 elements of FP32 for shape [2]
          FP32  | [2]   | [1,,2]             | failed to parse the request JSON
          FP32  | [1]   | [null]             | found null in a tensor; allowed is a number
          FP32  | [-1]  | [1]                | a dimension is negative
          FP32  | [1]   | ["1"]              | allowed is a number
          UINT8 | [1]   | [256]              | 256 is no UINT8
          UINT8 | [1]   | [-1]               | -1 is no UINT8
          INT64 | [1]   | [9223372036854775808] | 9223372036854775808 is no INT64
          INT64 | [1]   | [1.0]              | allowed is a whole number
          BOOL  | [1]   | [1]                | allowed is true or false
          BYTES | [1]   | [1]                | allowed is a string
          FP8   | [1]   | [1]                | datatype FP8; allowed are [BOOL, UINT8
          """)
  void whatDoesNotFitIsRefused(String datatype, String shape, String data, String message)
      throws Exception {
    HttpResponse<byte[]> answer =
        Http.post(server, "/v2/models/echo/infer", request(datatype, shape, data));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer).get("error").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []
          {"inputs":5}
          {"inputs":[5]}
          {"inputs":[{}]}
          {"parameters":5,"inputs":[]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"parameters":[],"data":[1]}]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":["1"],"data":[1]}]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":1,"data":[1]}]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":1}]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1]}]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}],"outputs":[5]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}],"outputs":[{"name":"y"}]}
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]} {}
          """)
  void whatIsNoRequestIsRefused(String body) throws Exception {
    HttpResponse<byte[]> answer = Http.post(server, "/v2/models/echo/infer", body);

    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(400);
    assertThat(Http.json(answer).get("error").asText()).isNotEmpty();
  }

  private static String request(String datatype, String shape, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(shape, datatype, data);
  }

  @Test
  void dataMayComeBeforeItsDatatypeAndNested() throws Exception {
    String request =
        "{\"inputs\":[{\"data\":[[1,2],[3,4]],\"name\":\"x\",\"datatype\":\"INT8\","
            + "\"parameters\":{\"content_type\":\"np\"},\"shape\":[2,2]}]}";

    HttpResponse<byte[]> answer = Http.post(server, "/v2/models/echo/infer", request);

    assertThat(Http.text(answer)).endsWith("\"shape\":[2,2],\"data\":[1,2,3,4]}]}");
  }

  @Test
  void everyFloatRoundTripsThroughJson() throws Exception {
    Random random = new Random(1);
    StringBuilder data = new StringBuilder();
    float[] sent = new float[20_000];
    for (int i = 0; i < sent.length; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      sent[i] = Float.isFinite(value) ? value : 0;
      data.append(i == 0 ? "" : ",").append(sent[i]);
    }

    HttpResponse<byte[]> answer =
        Http.post(
            server,
            "/v2/models/echo/infer",
            request("FP32", "[" + sent.length + "]", "[" + data + "]"));

    String text = Http.text(answer);
    String[] found = text.substring(text.indexOf("\"data\":[") + 8, text.length() - 4).split(",");
    assertThat(found).hasSameSizeAs(sent);
    for (int i = 0; i < sent.length; i++) {
      int bits = Float.floatToRawIntBits(Float.parseFloat(found[i]));
      assertThat(bits).as(found[i]).isEqualTo(Float.floatToRawIntBits(sent[i]));
      assertThat(found[i].length()).isLessThanOrEqualTo(Float.toString(sent[i]).length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL, 2, 0100",
    "UINT64, 1, ffffffffffffffff",
    "FP16, 2, 017e0080",
    "BF16, 2, c17f0080",
    "FP32, 2, 0100c07f010080ff",
    "FP64, 1, 010000000000f07f",
    "BYTES, 2, 02000000fffe00000000",
    "INT32, 0, ''"
  })
  void bytesComeBackAsTheyWere(String datatype, int elements, String hex) throws Exception {
    byte[] raw = HexFormat.of().parseHex(hex);
    String json =
        ("{\"parameters\":{\"binary_data_output\":true},\"id\":\"7\",\"inputs\":[{\"name\":\"x\","
                + "\"shape\":[%d],\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}]}")
            .formatted(elements, datatype, raw.length);

    HttpResponse<byte[]> answer = binary(json, raw);

    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    int length =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    JsonNode head = Http.JSON.readTree(Arrays.copyOf(answer.body(), length));
    assertThat(head.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(raw.length);
    assertThat(head.at("/outputs/0/data").isMissingNode()).isTrue();
    assertThat(Arrays.copyOfRange(answer.body(), length, answer.body().length)).isEqualTo(raw);
  }

  @Test
  void anOutputMayBeBinaryAloneAndInAnyOrder() throws Exception {
    String json =
        "{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"UINT8\","
            + "\"parameters\":{\"binary_data_size\":1}},"
            + "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"UINT8\",\"data\":[5]},"
            + "{\"name\":\"c\",\"shape\":[1],\"datatype\":\"UINT8\","
            + "\"parameters\":{\"binary_data_size\":1}}],"
            + "\"outputs\":[{\"name\":\"c\",\"parameters\":{\"binary_data\":true}},{\"name\":\"a\"}]}";

    HttpResponse<byte[]> answer = binary(json, new byte[] {3, 4});

    assertThat(Http.text(answer))
        .isEqualTo(
            "{\"model_name\":\"echo\",\"model_version\":\"1\",\"outputs\":["
                + "{\"name\":\"c\",\"datatype\":\"UINT8\",\"shape\":[1],"
                + "\"parameters\":{\"binary_data_size\":1}},"
                + "{\"name\":\"a\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[3]}]}\u0004");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 3, 'ends before its 4 bytes'",
    "4, 5, unexpected additional input data: 1 bytes",
    "3, 3, '0 elements of FP32 for shape [1]'"
  })
  void aWrongNumberOfBytesIsRefused(int told, int sent, String message) throws Exception {
    String json =
        ("{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\","
                + "\"parameters\":{\"binary_data_size\":%d}}]}")
            .formatted(told);

    HttpResponse<byte[]> answer = binary(json, new byte[sent]);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.text(answer)).contains(message);
  }

  private static HttpResponse<byte[]> binary(String json, byte[] behind) throws Exception {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(head);
    body.write(behind);
    return Http.post(
        server,
        "/v2/models/echo/infer",
        body.toByteArray(),
        "Inference-Header-Content-Length",
        Integer.toString(head.length));
  }
}
