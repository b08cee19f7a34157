package dev.canary.bench.served;

import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An answer of about 1 KiB that stands ready but for the id of its request.
 *
 * @param start of the JSON, in front of the id
 * @param end of the JSON, behind the id
 * @param tensor what follows the JSON; empty if the numbers stand in it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never changed.
record Answer(String start, String end, byte[] tensor) {
  private static final int IN_JSON = 88;
  private static final int IN_BYTES = 216;

  /** About 1 KiB in JSON. */
  static Answer json() {
    return json(IN_JSON);
  }

  /** So many numbers in JSON. */
  static Answer json(int count) {
    String numbers =
        IntStream.range(0, count)
            .mapToObj(i -> Float.toString(number(i)))
            .collect(Collectors.joining(",", "\"data\":[", "]"));
    return of(count, numbers, new byte[0]);
  }

  static Answer binary() {
    byte[] tensor = new byte[IN_BYTES * Float.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < IN_BYTES; i++) {
      bytes.putFloat(number(i));
    }
    return of(
        IN_BYTES, "\"parameters\":{\"binary_data_size\":%d}".formatted(tensor.length), tensor);
  }

  private static Answer of(int count, String data, byte[] tensor) {
    String output = "{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[1,%d],%s}";
    return new Answer(
        "{\"model_name\":\"bench\",\"model_version\":\"1\",\"id\":\"",
        "\",\"outputs\":[" + output.formatted(count, data) + "]}",
        tensor);
  }

  /** The number at a position: of every answer, and of every request. */
  static float number(int i) {
    return (float) StrictMath.sin(i + 1);
  }

  /** True if this was read from such an answer. */
  static boolean isRight(Output output) {
    Tensor tensor = output.tensors().get("y");
    if (tensor == null) {
      return false;
    }
    boolean right = tensor.size() == IN_JSON || tensor.size() == IN_BYTES;
    for (int i = 0; i < tensor.size(); i++) {
      right &= tensor.doubleAt(i) == number(i);
    }
    return right;
  }

  /** The whole message to one request. */
  byte[] to(String id) {
    byte[] json = (start + id + end).getBytes(StandardCharsets.ISO_8859_1);
    if (tensor.length == 0) {
      return message("Content-Type: application/json\r\n", json);
    }
    byte[] body = ByteBuffer.allocate(json.length + tensor.length).put(json).put(tensor).array();
    String length = "Inference-Header-Content-Length: " + json.length + "\r\n";
    return message("Content-Type: application/octet-stream\r\n" + length, body);
  }

  /** A message of success with any body. */
  static byte[] message(String headers, byte[] body) {
    byte[] head =
        ("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }
}
