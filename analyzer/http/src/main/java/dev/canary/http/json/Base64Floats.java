package dev.canary.http.json;

import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.Base64;

/** Little-endian fp32 numbers in Base64: {@code encoding_format} of OpenAI's embeddings. */
public final class Base64Floats {
  private Base64Floats() {}

  /**
   * The numbers of a text.
   *
   * @throws PredictionException BAD_ANSWER if it is not Base64 of four bytes a number
   */
  public static Tensor read(String text) throws PredictionException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Tensor.ofBytes(DType.FP32, new int[] {bytes.length / Float.BYTES}, bytes);
    } catch (IllegalArgumentException e) {
      throw new PredictionException(
          Reason.BAD_ANSWER,
          "an embedding is neither a list nor Base64 of floats: " + Quote.start(text),
          e);
    }
  }
}
