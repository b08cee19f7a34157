package dev.canary.bench;

import dev.canary.format.FormatException;
import dev.canary.format.Safetensors;
import dev.canary.format.SuiteFile;
import dev.canary.format.Suites;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a suite of 4096 cases with 10 numbers each; reading and writing 8 MiB of safetensors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FormatBenchmark {
  private static final int CASES = 4096;
  private static final int DOUBLES = 1 << 20;

  private Path folder = Path.of("");
  private Map<String, Tensor> tensors = Map.of();

  /** Writes what is read. */
  @Setup(Level.Trial)
  public void write() throws IOException {
    folder = Files.createTempDirectory("canary-bench");
    Path suite = Files.createDirectory(folder.resolve("bench"));
    Files.writeString(
        suite.resolve("suite.yaml"),
        "suite: bench\ntarget: {type: tribuo, model: model.tribuo}\noutput: {kind: values}\n");
    Random draw = new Random(20260131);
    String lines =
        IntStream.range(0, CASES)
            .mapToObj(
                i ->
                    "{\"id\": \"case-%d\", \"input\": {\"x\": {\"dtype\": \"fp32\", \"shape\": [10], \"data\": [%s]}}}"
                        .formatted(i, numbers(draw)))
            .collect(Collectors.joining("\n"));
    Files.writeString(suite.resolve("cases.jsonl"), lines);
    Files.writeString(suite.resolve("model.tribuo"), "");
    double[] values = draw.doubles(DOUBLES).toArray();
    tensors = Map.of("values", Tensor.ofDoubles(new int[] {DOUBLES}, values));
    Safetensors.write(folder.resolve("read.safetensors"), tensors, Map.of());
  }

  private static String numbers(Random draw) {
    return IntStream.range(0, 10)
        .mapToObj(i -> Float.toString(draw.nextFloat()))
        .collect(Collectors.joining(", "));
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(FormatBenchmark::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code suite.yaml} and {@code cases.jsonl}. */
  @Benchmark
  public SuiteFile readSuite() throws FormatException {
    return Suites.load(folder.resolve("bench"));
  }

  /** 8 MiB, checked and copied. */
  @Benchmark
  public Map<String, Tensor> readSafetensors() throws FormatException {
    return Safetensors.read(folder.resolve("read.safetensors")).tensors();
  }

  /** 8 MiB, flushed to the disk and renamed. */
  @Benchmark
  public void writeSafetensors() throws IOException {
    Safetensors.write(folder.resolve("written.safetensors"), tensors, Map.of());
  }
}
