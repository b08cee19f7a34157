package dev.canary.server;

import java.util.Arrays;
import java.util.Optional;

/**
 * The tensor datatypes of the Open Inference Protocol v2 ({@code inference_rest.md}, "Tensor Data
 * Types"), with BF16 as in the comments of its gRPC definition.
 */
public enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  BF16(2),
  FP32(4),
  FP64(8),
  /** Any bytes; each element after its length as a little-endian uint32. */
  BYTES(0);

  private final int width;

  Datatype(int width) {
    this.width = width;
  }

  /** Bytes of one element; 0 for BYTES, whose elements tell their own. */
  public int width() {
    return width;
  }

  static Optional<Datatype> of(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static Datatype named(String name) throws InferenceException {
    return of(name)
        .orElseThrow(
            () ->
                InferenceException.badRequest(
                    "datatype " + name + "; allowed are " + Arrays.toString(values())));
  }
}
