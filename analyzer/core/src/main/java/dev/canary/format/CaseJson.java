package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.suite.Case;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.util.Map;

/** Writes a case as a line of {@code cases.jsonl}, bit for bit as it would be read back. */
public final class CaseJson {
  private CaseJson() {}

  /** Id, input, tags and reason; what a case may hold beside these is left out. */
  public static String line(Case golden) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", golden.id());
          json.writeObjectFieldStart("input");
          for (Map.Entry<String, Tensor> input : golden.input().tensors().entrySet()) {
            json.writeFieldName(input.getKey());
            write(json, input.getValue());
          }
          for (String name : golden.input().nulls()) {
            json.writeNullField(name);
          }
          json.writeEndObject();
          json.writeArrayFieldStart("tags");
          for (String tag : golden.tags()) {
            json.writeString(tag);
          }
          json.writeEndArray();
          json.writeStringField("why", golden.why());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Tensor tensor) throws IOException {
    if (isBare(tensor)) {
      element(json, tensor, 0);
      return;
    }
    json.writeStartObject();
    json.writeStringField("dtype", tensor.dtype().label());
    json.writeArrayFieldStart("shape");
    for (int dimension : tensor.shape()) {
      json.writeNumber(dimension);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data");
    for (int i = 0; i < tensor.size(); i++) {
      element(json, tensor, i);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** True for what a bare scalar is read as. */
  private static boolean isBare(Tensor tensor) {
    return tensor.shape().length == 0
        && switch (tensor.dtype()) {
          case FP64 -> Double.isFinite(tensor.doubleAt(0));
          case INT64, BOOL, STRING -> true;
          case FP32, FP16, BF16, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 -> false;
        };
  }

  private static void element(JsonGenerator json, Tensor tensor, int i) throws IOException {
    DType dtype = tensor.dtype();
    if (dtype == DType.STRING) {
      json.writeString(tensor.texts().get(i));
    } else if (dtype == DType.BOOL) {
      json.writeBoolean(tensor.doubleAt(i) != 0);
    } else if (dtype == DType.FP64) {
      Numbers.write(json, tensor.doubleAt(i));
    } else if (dtype.isFloat()) {
      Numbers.write(json, (float) tensor.doubleAt(i));
    } else {
      json.writeNumber(tensor.labelAt(i));
    }
  }
}
