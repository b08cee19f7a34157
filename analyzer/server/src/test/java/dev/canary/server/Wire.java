package dev.canary.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Requests and answers of the protocol v2, written and read without the server's own code. */
final class Wire {
  private static final String HEADER = "Inference-Header-Content-Length";

  private Wire() {}

  /** An input as bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Input(String name, String datatype, List<Long> shape, byte[] raw) {
    private String json(String rest) {
      return "{\"name\":\"%s\",\"datatype\":\"%s\",\"shape\":%s,%s}"
          .formatted(name, datatype, shape, rest);
    }

    private String asBinary() {
      return json("\"parameters\":{\"binary_data_size\":" + raw.length + "}");
    }

    private String asJson() {
      ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
      StringJoiner data = new StringJoiner(",", "\"data\":[", "]");
      while (in.hasRemaining()) {
        data.add(
            switch (datatype) {
              case "FP32" -> Float.toString(in.getFloat());
              case "FP64" -> Double.toString(in.getDouble());
              case "INT64" -> Long.toString(in.getLong());
              case "INT32" -> Integer.toString(in.getInt());
              case "BYTES" -> text(in);
              default -> throw new IllegalArgumentException(datatype);
            });
      }
      return json(data.toString());
    }

    private static String text(ByteBuffer in) {
      byte[] bytes = new byte[in.getInt()];
      in.get(bytes);
      return "\"" + new String(bytes, StandardCharsets.UTF_8) + "\"";
    }
  }

  static HttpResponse<byte[]> json(ModelServer server, String model, List<Input> inputs)
      throws IOException, InterruptedException {
    String body =
        "{\"inputs\":[" + String.join(",", inputs.stream().map(Input::asJson).toList()) + "]}";
    return Http.post(server, "/v2/models/" + model + "/infer", body);
  }

  static HttpResponse<byte[]> binary(ModelServer server, String model, List<Input> inputs)
      throws IOException, InterruptedException {
    String json =
        "{\"parameters\":{\"binary_data_output\":true},\"inputs\":["
            + String.join(",", inputs.stream().map(Input::asBinary).toList())
            + "]}";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    int length = body.size();
    inputs.forEach(input -> body.writeBytes(input.raw()));
    return Http.post(
        server,
        "/v2/models/" + model + "/infer",
        body.toByteArray(),
        HEADER,
        Integer.toString(length));
  }

  /** The outputs of a binary answer by name. */
  static Map<String, byte[]> outputs(HttpResponse<byte[]> answer) throws IOException {
    int at =
        Integer.parseInt(
            answer
                .headers()
                .firstValue(HEADER)
                .orElseThrow(() -> new IOException(Http.text(answer))));
    Map<String, byte[]> outputs = new LinkedHashMap<>();
    for (JsonNode output : Http.JSON.readTree(Arrays.copyOf(answer.body(), at)).get("outputs")) {
      int size = output.at("/parameters/binary_data_size").asInt();
      byte[] raw = Arrays.copyOfRange(answer.body(), at, at + size);
      outputs.put(output.get("name").asText(), raw);
      at += size;
    }
    return outputs;
  }

  /** The elements of all outputs of a JSON answer, as they are written. */
  static List<String> elements(HttpResponse<byte[]> answer) throws IOException {
    List<String> elements = new ArrayList<>();
    try (JsonParser json = Http.JSON.createParser(answer.body())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_ARRAY && "data".equals(json.currentName())) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(json.getText());
          }
        }
      }
    }
    return elements;
  }
}
