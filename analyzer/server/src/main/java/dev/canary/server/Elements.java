package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Single elements as JSON: integers exactly, floating-point numbers rounded once when read and
 * printed in as few digits as give the same bits again.
 */
final class Elements {
  private Elements() {}

  /** Appends the element at the parser's current token. */
  static void read(JsonParser json, Datatype datatype, RawWriter raw)
      throws IOException, InferenceException {
    JsonToken token = json.currentToken();
    switch (datatype) {
      case BOOL -> raw.put(bool(json, token), 1);
      case BYTES -> raw.putBytes(bytes(json, token));
      case FP16 -> raw.put(Halves.FP16.of(number(json, token)), 2);
      case BF16 -> raw.put(Halves.BF16.of(number(json, token)), 2);
      case FP32 -> raw.put(Float.floatToRawIntBits(Float.parseFloat(number(json, token))), 4);
      case FP64 -> raw.put(Double.doubleToRawLongBits(Double.parseDouble(number(json, token))), 8);
      case UINT8, UINT16, UINT32, UINT64 -> raw.put(integer(json, datatype, 0), datatype.width());
      case INT8, INT16, INT32, INT64 -> raw.put(integer(json, datatype, 1), datatype.width());
    }
  }

  private static int bool(JsonParser json, JsonToken token) throws IOException, InferenceException {
    if (!token.isBoolean()) {
      throw unexpected(json, "true or false");
    }
    return token == JsonToken.VALUE_TRUE ? 1 : 0;
  }

  private static byte[] bytes(JsonParser json, JsonToken token)
      throws IOException, InferenceException {
    if (token == JsonToken.VALUE_STRING) {
      return json.getText().getBytes(StandardCharsets.UTF_8);
    }
    if (token != JsonToken.START_OBJECT || !"b64".equals(json.nextFieldName())) {
      throw unexpected(json, "a string");
    }
    String encoded = json.nextTextValue();
    if (encoded == null || json.nextToken() != JsonToken.END_OBJECT) {
      throw unexpected(json, "{\"b64\": string}");
    }
    try {
      return Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw InferenceException.badRequest("b64: " + e.getMessage());
    }
  }

  private static String number(JsonParser json, JsonToken token)
      throws IOException, InferenceException {
    if (!token.isNumeric()) {
      throw unexpected(json, "a number");
    }
    String text = json.getText();
    return text.endsWith("INF") ? text.replace("INF", "Infinity") : text;
  }

  private static long integer(JsonParser json, Datatype datatype, int signBits)
      throws IOException, InferenceException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw unexpected(json, "a whole number");
    }
    BigInteger value = json.getBigIntegerValue();
    boolean fits =
        value.bitLength() <= 8 * datatype.width() - signBits
            && (signBits == 1 || value.signum() >= 0);
    if (!fits) {
      throw InferenceException.badRequest(value + " is no " + datatype);
    }
    return value.longValue();
  }

  private static InferenceException unexpected(JsonParser json, String allowed) throws IOException {
    return InferenceException.badRequest(
        "found " + json.getText() + " in a tensor; allowed is " + allowed);
  }

  /** Takes the next element of the bytes; non-finite ones become bare tokens, as from Triton. */
  static void write(JsonGenerator json, Datatype datatype, ByteBuffer raw) throws IOException {
    switch (datatype) {
      case BOOL -> json.writeBoolean(raw.get() != 0);
      case UINT8 -> json.writeNumber(Byte.toUnsignedInt(raw.get()));
      case UINT16 -> json.writeNumber(Short.toUnsignedInt(raw.getShort()));
      case UINT32 -> json.writeNumber(Integer.toUnsignedLong(raw.getInt()));
      case UINT64 -> json.writeNumber(Long.toUnsignedString(raw.getLong()));
      case INT8 -> json.writeNumber((int) raw.get());
      case INT16 -> json.writeNumber((int) raw.getShort());
      case INT32 -> json.writeNumber(raw.getInt());
      case INT64 -> json.writeNumber(raw.getLong());
      case FP16 -> json.writeNumber(Halves.FP16.value(raw.getShort()));
      case BF16 -> json.writeNumber(Halves.BF16.value(raw.getShort()));
      case FP32 -> json.writeNumber(raw.getFloat());
      case FP64 -> json.writeNumber(raw.getDouble());
      case BYTES -> {
        byte[] element = new byte[raw.getInt()];
        raw.get(element);
        json.writeString(new String(element, StandardCharsets.UTF_8));
      }
    }
  }
}
