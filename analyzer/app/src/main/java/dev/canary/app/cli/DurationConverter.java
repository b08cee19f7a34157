package dev.canary.app.cli;

import dev.canary.format.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the files spell them: {@code 10s}, {@code 5m}, {@code 24h}, {@code 90d}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"" + text + "\" is no duration; allowed: " + Durations.ALLOWED));
  }
}
