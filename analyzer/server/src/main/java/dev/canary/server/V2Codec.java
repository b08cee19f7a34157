package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Inference requests and answers of the Open Inference Protocol v2 over REST ({@code
 * inference_rest.md}), with the binary tensor data extension ({@code extension_binary_data.md}).
 */
final class V2Codec {
  /** The header that tells where the JSON ends and the tensors begin. */
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private V2Codec() {}

  static V2Request read(Call call, List<Slot> declared) throws IOException, InferenceException {
    byte[] body = call.body();
    Optional<String> header = call.header(HEADER_LENGTH);
    if (header.equals(Optional.of("0"))) {
      return raw(body, declared);
    }
    int length = header.isEmpty() ? body.length : length(header.get(), body.length);
    return V2Reader.read(body, length);
  }

  /** "Raw binary request": the bytes of a model's only input, and no JSON at all. */
  private static V2Request raw(byte[] body, List<Slot> declared) throws InferenceException {
    if (declared.size() != 1) {
      throw InferenceException.badRequest(
          "a raw request is for models of one input; this one declares " + declared.size());
    }
    Slot slot = declared.get(0);
    long known = slot.shape().stream().filter(size -> size >= 0).reduce(1L, Math::multiplyExact);
    long bytes = known * slot.datatype().width();
    long open = bytes == 0 ? 1 : body.length / bytes;
    List<Long> shape = slot.shape().stream().map(size -> size < 0 ? open : size).toList();
    Tensor input = Tensor.received(slot.name(), slot.datatype(), shape, ByteBuffer.wrap(body));
    return new V2Request(Optional.empty(), List.of(input), List.of(), V2Request.Form.BINARY);
  }

  private static int length(String header, int most) throws InferenceException {
    if (!header.matches("[0-9]{1,9}") || Integer.parseInt(header) > most) {
      throw InferenceException.badRequest(
          HEADER_LENGTH + " is " + header + "; allowed is 0 to the body's " + most);
    }
    return Integer.parseInt(header);
  }

  static Reply write(V2Request request, Serving.Answer answer) {
    List<ByteBuffer> behind = new ArrayList<>();
    byte[] bytes =
        Json.bytes(
            json -> {
              json.writeStartObject();
              if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
              }
              json.writeStringField("model_name", answer.model());
              json.writeStringField("model_version", answer.version());
              json.writeArrayFieldStart("outputs");
              for (Tensor output : answer.outputs()) {
                output(json, output, request.isBinary(output.name()), behind);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return behind.isEmpty() ? Reply.json(200, bytes) : Reply.binary(bytes, behind);
  }

  private static void output(
      JsonGenerator json, Tensor output, boolean isBinary, List<ByteBuffer> behind)
      throws IOException {
    ByteBuffer raw = output.raw();
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", output.datatype().name());
    Json.numbers(json, "shape", output.shape());
    if (isBinary) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", raw.remaining());
      json.writeEndObject();
      behind.add(raw);
    } else {
      json.writeArrayFieldStart("data");
      while (raw.hasRemaining()) {
        Elements.write(json, output.datatype(), raw);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
