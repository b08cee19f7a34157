package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paths of the Open Inference Protocol v2 as a client sees them. */
@Timeout(60)
class V2ApiTest {
  private static final Path HOUSES = Path.of("../../canaries/house-price/model.onnx");
  private static final String TYPICAL =
      "{\"id\":\"a b\",\"inputs\":["
          + "{\"name\":\"numeric\",\"datatype\":\"FP32\",\"shape\":[1,6],"
          + "\"data\":[120,480,1985,4,130,3]},"
          + "{\"data\":[[4]],\"name\":\"rooms\",\"datatype\":\"INT64\",\"shape\":[1,1]},"
          + "{\"name\":\"district\",\"datatype\":\"BYTES\",\"shape\":[1,1],\"data\":[\"Neustadt\"]}"
          + "]}";

  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        ModelServer.start(
            ServerOptions.serving(
                    ServedModel.of(HOUSES),
                    ServedModel.of(HOUSES).as("12"),
                    ServedModel.echo("echo"))
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /v2                                       | 200
          GET  | /v2/                                      | 200
          GET  | /v2/health/live                           | 200
          GET  | /v2/health/ready                          | 200
          GET  | /v2/health/well                           | 404
          GET  | /v2/models                                | 200
          GET  | /v2/models/house-price                    | 200
          GET  | /v2/models/house-price/ready              | 200
          GET  | /v2/models/house-price/stats              | 200
          GET  | /v2/models/house-price/versions/1         | 200
          GET  | /v2/models/house-price/versions/12/ready  | 200
          GET  | /v2/models/house-price/versions/12/stats  | 200
          GET  | /v2/models/house-price/versions/2         | 404
          GET  | /v2/models/house-price/versions/x         | 404
          GET  | /v2/models/house                          | 404
          GET  | /v2/models/house-price/infer              | 404
          GET  | /v2/models/house-price/ready/steady       | 404
          GET  | /v2/models/stats                          | 200
          POST | /v2/repository/index                      | 200
          POST | /v2/models/house/infer                    | 404
          POST | /v2/models/house-price/infer              | 400
          GET  | /                                         | 404
          GET  | /v3                                       | 404
          """)
  void aPathHasItsStatus(String method, String path, int status) throws Exception {
    HttpResponse<byte[]> answer =
        method.equals("GET") ? Http.get(server, path) : Http.post(server, path, "");

    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(Http.json(answer).has("error")).isEqualTo(status != 200);
  }

  @Test
  void theModelsMetadataAreThoseOfItsFile() throws Exception {
    JsonNode found = Http.json(Http.get(server, "/v2/models/house-price"));

    assertThat(found)
        .isEqualTo(
            Http.JSON.readTree(
                """
                {"name": "house-price", "versions": ["1", "12"], "platform": "onnx_onnxv1",
                 "inputs": [{"name": "numeric", "datatype": "FP32", "shape": [1, 6]},
                            {"name": "rooms", "datatype": "INT64", "shape": [1, 1]},
                            {"name": "district", "datatype": "BYTES", "shape": [1, 1]}],
                 "outputs": [{"name": "price", "datatype": "FP32", "shape": [1, 1]}]}
                """));
  }

  @Test
  void anInferenceNamesModelVersionAndId() throws Exception {
    HttpResponse<byte[]> answer = Http.post(server, "/v2/models/house-price/infer", TYPICAL);

    assertThat(Http.text(answer))
        .isEqualTo(
            "{\"id\":\"a b\",\"model_name\":\"house-price\",\"model_version\":\"12\","
                + "\"outputs\":[{\"name\":\"price\",\"datatype\":\"FP32\",\"shape\":[1,1],"
                + "\"data\":[335.86893]}]}");
  }
}
