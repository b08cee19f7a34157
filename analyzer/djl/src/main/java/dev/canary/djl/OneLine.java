package dev.canary.djl;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The point of an engine's error in one line.
 *
 * <p>ONNX Runtime puts a code before its message; PyTorch surrounds it with two tracebacks and the
 * frames of its own C++.
 */
final class OneLine {
  private static final Pattern ORT_CODE = Pattern.compile("^Error code - \\w+ - message: ");
  private static final Pattern ORT_FILE = Pattern.compile("^Load model from .*? failed:\\s*");
  private static final Pattern CPP_FRAMES = Pattern.compile("(?s)Exception raised from .*");
  private static final Pattern FULL_STOP = Pattern.compile("(?<!\\.)\\.$");
  private static final String TRACEBACK = "The following operation failed in the TorchScript";
  private static final int LONGEST = 600;

  /** Where a long message is cut: what happened stands at its end, where at its start. */
  private static final int HEAD = 200;

  private OneLine() {}

  static String of(Throwable error) {
    String message = error.getMessage();
    if (message == null || message.isBlank()) {
      return error.getClass().getSimpleName();
    }
    return of(message);
  }

  static String of(String message) {
    String text = CPP_FRAMES.matcher(message).replaceFirst("");
    text = ORT_CODE.matcher(text).replaceFirst("");
    text = ORT_FILE.matcher(text).replaceFirst("");
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) {
      return message.strip();
    }
    // A traceback ends with what it is about.
    String line =
        text.startsWith(TRACEBACK) ? lines.get(lines.size() - 1) : String.join(" ", lines);
    return FULL_STOP.matcher(shorter(line)).replaceFirst("");
  }

  private static String shorter(String line) {
    int tail = line.length() - (LONGEST - HEAD);
    return line.length() > LONGEST
        ? line.substring(0, HEAD) + " ... " + line.substring(tail)
        : line;
  }
}
