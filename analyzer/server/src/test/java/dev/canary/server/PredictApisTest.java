package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** KServe v1 and TensorFlow Serving: what each path answers, to the letter. */
@Timeout(60)
class PredictApisTest {
  private static final Path HOUSES = Path.of("../../canaries/house-price/model.onnx");

  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        ModelServer.start(
            ServerOptions.serving(
                    ServedModel.of(HOUSES),
                    ServedModel.echo("echo"),
                    ServedModel.echo("echo").as("2"),
                    new ServedModel("bytes", "1", BytesModel::new))
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Gives its only input back under a name that TensorFlow Serving writes in Base64. */
  private static final class BytesModel implements Model {
    @Override
    public String platform() {
      return "echo";
    }

    @Override
    public List<Slot> inputs() {
      return List.of(new Slot("image", Datatype.BYTES, List.of(-1L)));
    }

    @Override
    public List<Slot> outputs() {
      return List.of(new Slot("image_bytes", Datatype.BYTES, List.of(-1L)));
    }

    @Override
    public List<Tensor> infer(List<Tensor> inputs) {
      return List.of(inputs.get(0).named("image_bytes"));
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /v1/models                        | {"models":["bytes","echo","house-price"]}
          /v1/models/echo                   | {"name":"echo","ready":true}
          /tfs/v1/models/echo               | {"model_version_status":[{"version":"1","state":"AVAILABLE","status":{"error_code":"OK","error_message":""}},{"version":"2","state":"AVAILABLE","status":{"error_code":"OK","error_message":""}}]}
          /tfs/v1/models/echo/versions/1    | {"model_version_status":[{"version":"1","state":"AVAILABLE","status":{"error_code":"OK","error_message":""}}]}
          /tfs/v1/models/bytes/metadata     | {"model_spec":{"name":"bytes","signature_name":"","version":"1"},"metadata":{"signature_def":{"signature_def":{"serving_default":{"inputs":{"image":{"dtype":"DT_STRING","tensor_shape":{"dim":[{"size":"-1","name":""}],"unknown_rank":false},"name":"image:0"}},"outputs":{"image_bytes":{"dtype":"DT_STRING","tensor_shape":{"dim":[{"size":"-1","name":""}],"unknown_rank":false},"name":"image_bytes:0"}},"method_name":"tensorflow/serving/predict"}}}}}
          """)
  void aPathTells(String path, String expected) throws Exception {
    assertThat(Http.text(Http.get(server, path))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /v1/models/echo:predict                  | {"instances":[[0.1,2],[3,4]]}                     | {"predictions":[[0.1,2.0],[3.0,4.0]]}
          /v1/models/echo:predict                  | {"instances":[NaN,1]}                             | {"predictions":[null,1.0]}
          /tfs/v1/models/echo:predict              | {"instances":[NaN,-Infinity]}                     | {"predictions":[NaN,-Infinity]}
          /tfs/v1/models/echo/versions/1:predict   | {"signature_name":"s","instances":[[[1]],[[2]]]}  | {"predictions":[[[1.0]],[[2.0]]]}
          /tfs/v1/models/echo:predict              | {"instances":[{"a":1,"b":[2]},{"b":[4],"a":3}]}   | {"predictions":[{"a":1.0,"b":[2.0]},{"a":3.0,"b":[4.0]}]}
          /tfs/v1/models/echo:predict              | {"inputs":[[1,2]]}                                | {"outputs":[[1.0,2.0]]}
          /tfs/v1/models/echo:predict              | {"inputs":{"a":[1],"b":5}}                        | {"outputs":{"a":[1.0],"b":5.0}}
          /tfs/v1/models/bytes:predict             | {"instances":[{"b64":"/w=="},"a"]}                | {"predictions":[{"b64":"/w=="},{"b64":"YQ=="}]}
          /tfs/v1/models/house-price:predict       | {"instances":[{"numeric":[120,480,1985,4,130,3],"rooms":[4],"district":["Neustadt"]}]} | {"predictions":[[335.86893]]}
          """)
  void aPredictionHasItsShape(String path, String request, String expected) throws Exception {
    assertThat(Http.text(Http.post(server, path, request))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /v1/models/echo:predict             | {"inputs":[1]}                       | 400
          /v1/models/echo:predict             | {"instances":1}                      | 400
          /v1/models/echo:predict             | {"instances":[[1],[1,2]]}            | 400
          /v1/models/echo:predict             | {"instances":[[1],2]}                | 400
          /v1/models/echo:predict             | {"instances":[1],}                   | 400
          /v1/models/echo:predict             | {}                                   | 400
          /v1/models/other:predict            | {"instances":[1]}                    | 404
          /v1/models/echo:explain             | {"instances":[1]}                    | 404
          /tfs/v1/models/echo/versions/3:predict | {"instances":[1]}                 | 404
          /tfs/v1/models/echo/labels/new:predict | {"instances":[1]}                 | 404
          /tfs/v1/models/house-price:predict  | {"instances":[1]}                    | 400
          /tfs/v1/models/house-price:predict  | {"instances":[{"other":1}]}          | 400
          /tfs/v1/models/bytes:predict        | {"instances":[{"b64":"?"}]}          | 400
          """)
  void whatCannotBePredictedHasItsStatus(String path, String request, int status) throws Exception {
    HttpResponse<byte[]> answer = Http.post(server, path, request);

    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(status);
    assertThat(Http.json(answer).get("error").asText()).isNotEmpty();
  }
}
