package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.server.Nest.Dialect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of a {@code :predict} request: a single one bare, several by name, in every row or
 * once.
 */
record PredictAnswer(List<Tensor> outputs, Dialect dialect) {

  Reply rows() throws InferenceException {
    long rows = outputs.get(0).shape().isEmpty() ? -1 : outputs.get(0).shape().get(0);
    for (Tensor output : outputs) {
      if (output.shape().isEmpty() || output.shape().get(0) != rows) {
        throw InferenceException.badRequest(
            "output " + output.name() + " of shape " + output.shape() + " has no row for each row");
      }
    }
    return Reply.ok(
        json -> {
          json.writeStartObject();
          json.writeFieldName("predictions");
          if (outputs.size() == 1) {
            whole(json, outputs.get(0));
          } else {
            rows(json, rows);
          }
          json.writeEndObject();
        });
  }

  private void rows(JsonGenerator json, long rows) throws IOException {
    List<ByteBuffer> bytes = new ArrayList<>();
    outputs.forEach(output -> bytes.add(output.raw()));
    json.writeStartArray();
    for (long row = 0; row < rows; row++) {
      json.writeStartObject();
      for (int i = 0; i < outputs.size(); i++) {
        Tensor output = outputs.get(i);
        json.writeFieldName(output.name());
        List<Long> rest = output.shape().subList(1, output.shape().size());
        Nest.write(json, output, rest, bytes.get(i), dialect);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  Reply columns() {
    return Reply.ok(
        json -> {
          json.writeStartObject();
          if (outputs.size() == 1) {
            json.writeFieldName("outputs");
            whole(json, outputs.get(0));
          } else {
            json.writeObjectFieldStart("outputs");
            for (Tensor output : outputs) {
              json.writeFieldName(output.name());
              whole(json, output);
            }
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  private void whole(JsonGenerator json, Tensor output) throws IOException {
    Nest.write(json, output, output.shape(), output.raw(), dialect);
  }
}
