package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonTensors;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads an inference answer: tensors in JSON, tensors in bytes behind it, or some of both. */
final class V2Answer {
  private static final int MOST_DIGITS = 9;

  private final ByteBuffer bytes;
  private final Set<String> names = new HashSet<>();
  private final Outputs outputs =
      new Outputs(new OutputForm(Types.UNKNOWN, OutputForm.Objects.OUTPUTS), "");

  private V2Answer(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * The reply in an answer of success.
   *
   * @param id of the request
   * @throws PredictionException UNREACHABLE for the answer to another request; BAD_ANSWER or EMPTY
   *     for what is none; MODEL_ERROR for an error under a status of success
   */
  static Reply read(String id, WireAnswer answer) throws PredictionException {
    int length = headerLength(answer);
    Json json = JsonReader.read(answer.body(), length);
    if (json.member("error").isPresent()) {
      throw new PredictionException(
          Reason.MODEL_ERROR,
          "HTTP %d with an error: %s"
              .formatted(answer.status(), ErrorText.of(json).orElse("without a message")));
    }
    Optional<String> answered = json.member("id").flatMap(Json::spelling).filter(s -> !s.isEmpty());
    Refusal.otherRequest(id, answered);
    int binary = answer.body().length - length;
    V2Answer reading = new V2Answer(ByteBuffer.wrap(answer.body(), length, binary));
    return reading.reply(json);
  }

  private static int headerLength(WireAnswer answer) throws PredictionException {
    int size = answer.body().length;
    Optional<String> header = answer.header(V2Request.HEADER_LENGTH);
    if (header.isPresent()) {
      String found = header.get().strip();
      if (!isCount(found) || Integer.parseInt(found) > size) {
        throw bad(
            "%s is \"%s\" where the answer has %d bytes"
                .formatted(V2Request.HEADER_LENGTH, Quote.start(found), size));
      }
      return Integer.parseInt(found);
    }
    if (answer.header("content-type").orElse("").startsWith("application/octet-stream")) {
      throw bad("the answer is binary and has no header %s".formatted(V2Request.HEADER_LENGTH));
    }
    return size;
  }

  private static boolean isCount(String text) {
    boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }

  private Reply reply(Json json) throws PredictionException {
    Json list =
        json.member("outputs")
            .orElseThrow(() -> bad("the answer is %s, without outputs".formatted(json.found())));
    if (!(list instanceof Json.Items)) {
      throw bad("outputs is %s where a list belongs".formatted(list.found()));
    }
    for (Json output : list.elements()) {
      output(output);
    }
    if (bytes.hasRemaining()) {
      throw bad("%d bytes of the answer belong to no output".formatted(bytes.remaining()));
    }
    Optional<String> version = json.member("model_version").flatMap(Json::spelling);
    return outputs.fact(Exchange.VERSION, version.filter(v -> !v.isEmpty())).reply();
  }

  private void output(Json output) throws PredictionException {
    String name =
        output
            .member("name")
            .flatMap(Json::text)
            .orElseThrow(() -> bad("an output has no name: %s".formatted(output.found())));
    String where = "output \"" + name + "\"";
    if (!names.add(name)) {
      throw bad("%s stands twice in the answer".formatted(where));
    }
    outputs.put(name, tensor(where, output));
  }

  private Tensor tensor(String where, Json output) throws PredictionException {
    Optional<String> word = output.member("datatype").flatMap(Json::text);
    DType dtype =
        word.flatMap(OpenInference::type)
            .orElseThrow(
                () ->
                    bad(
                        "%s has datatype %s; known are %s"
                            .formatted(
                                where,
                                word.map(w -> "\"" + w + "\"").orElse("none"),
                                Arrays.stream(DType.values()).map(OpenInference::word).toList())));
    long[] shape = shape(where, output);
    Optional<Json> size =
        output.member("parameters").flatMap(parameters -> parameters.member("binary_data_size"));
    if (size.isPresent()) {
      return binary(where, dtype, shape, size.get());
    }
    Json data = output.member("data").orElseThrow(() -> bad("%s has no data".formatted(where)));
    int count = data instanceof Json.Items items ? items.to() - items.from() : 1;
    return JsonTensors.read(where, dtype, resolved(where, shape, count), data);
  }

  private static long[] shape(String where, Json output) throws PredictionException {
    Json shape = output.member("shape").orElseThrow(() -> bad("%s has no shape".formatted(where)));
    return JsonTensors.wholes(where + " shape", shape);
  }

  private Tensor binary(String where, DType dtype, long[] shape, Json size)
      throws PredictionException {
    String found = size.spelling().orElse("");
    if (!isCount(found) || Integer.parseInt(found) > bytes.remaining()) {
      throw bad(
          "%s has %s bytes where %d are left in the answer"
              .formatted(where, size.found(), bytes.remaining()));
    }
    int length = Integer.parseInt(found);
    ByteBuffer own = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    int count = dtype == DType.STRING ? 1 : length / dtype.width();
    int[] extents = dtype == DType.STRING ? exact(where, shape) : resolved(where, shape, count);
    try {
      return OpenInference.tensor(dtype, extents, own);
    } catch (IllegalArgumentException e) {
      throw new PredictionException(Reason.BAD_ANSWER, where + ": " + e.getMessage(), e);
    }
  }

  /**
   * The shape of so many elements: one extent of -1 is what the others leave, and a list without
   * extents is that of one element or, since TorchServe writes it for every answer, of any number.
   */
  private static int[] resolved(String where, long[] shape, int count) throws PredictionException {
    if (shape.length == 0 && count != 1) {
      return new int[] {count};
    }
    long[] extents = shape.clone();
    long known = 1;
    for (long extent : shape) {
      known *= extent >= 0 ? extent : 1;
    }
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] == -1 && known > 0 && count % known == 0) {
        extents[i] = count / known;
        known = count;
      }
    }
    return exact(where, extents);
  }

  private static int[] exact(String where, long... shape) throws PredictionException {
    try {
      int[] extents = new int[shape.length];
      for (int i = 0; i < extents.length; i++) {
        extents[i] = Math.toIntExact(shape[i]);
      }
      Tensor.count(extents);
      return extents;
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new PredictionException(
          Reason.BAD_ANSWER, where + " has no possible shape: " + Arrays.toString(shape), e);
    }
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_ANSWER, message);
  }
}
