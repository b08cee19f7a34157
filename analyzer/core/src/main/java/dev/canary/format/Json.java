package dev.canary.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;

/** The settings that all JSON of this package is read and written with. */
final class Json {
  static final int DEEPEST = 32;

  /**
   * Streams only: binding by reflection would cost a command more than all its work. Doubles are
   * written shortest, the same on every Java, and non-finite ones as the strings NaN, Infinity and
   * -Infinity.
   */
  static final JsonFactory FACTORY =
      ((JsonFactoryBuilder) JsonFactory.builder())
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}
}
