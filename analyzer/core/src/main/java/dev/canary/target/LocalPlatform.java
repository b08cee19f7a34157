package dev.canary.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@link Platform} of this machine, for every target that computes in this process.
 *
 * <p>The vector extensions stand beside the processor's name because a virtual machine may hide
 * some of them: the same name then computes other low bits.
 */
public final class LocalPlatform {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Pattern VECTOR_FLAG =
      Pattern.compile("avx\\w*|amx\\w*|fma\\d?|sve\\w*|asimd\\w*|i8mm|bf16");

  private LocalPlatform() {}

  /** This machine, with what runs the model's arithmetic. */
  public static Platform of(String runtime) {
    return new Platform(
        System.getProperty("os.name", "unknown"),
        System.getProperty("os.arch", "unknown"),
        Processor.TEXT,
        runtime);
  }

  /** Looked at once: a daemon opens models for months, on one machine. */
  private static final class Processor {
    static final String TEXT = cpu();
  }

  private static String cpu() {
    return linuxCpu()
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
        .orElse("unknown");
  }

  private static Optional<String> linuxCpu() {
    if (!Files.isReadable(CPU_INFO)) {
      return Optional.empty();
    }
    try {
      return describe(Files.readAllLines(CPU_INFO, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The processor as the lines of {@code /proc/cpuinfo} tell it: the first one stands for all. */
  static Optional<String> describe(List<String> cpuInfo) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String line : cpuInfo) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        facts.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return name(facts).map(name -> name + vectorExtensions(facts));
  }

  private static Optional<String> name(Map<String, String> facts) {
    String model = facts.get("model name");
    String part = facts.get("CPU part");
    if (model == null && part != null) {
      model = "implementer " + facts.getOrDefault("CPU implementer", "unknown") + " part " + part;
    }
    return Optional.ofNullable(model);
  }

  private static String vectorExtensions(Map<String, String> facts) {
    String flags = facts.getOrDefault("flags", facts.getOrDefault("Features", ""));
    Predicate<String> isVector = VECTOR_FLAG.asMatchPredicate();
    String found =
        Stream.of(flags.split(" ", -1)).filter(isVector).sorted().collect(Collectors.joining(" "));
    return found.isEmpty() ? "" : " (" + found + ")";
  }
}
