package dev.canary.bench;

import dev.canary.http.protocol.Description;
import dev.canary.http.protocol.Protocol;
import dev.canary.http.protocol.Protocols;
import dev.canary.http.protocol.Reply;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Warmup;

/** Writing and reading 10^6 bytes of fp32 in the JSON of the Open Inference Protocol. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ServedTensorBenchmark {
  private static final int BYTES = 1_000_000;
  private static final int EACH = 11;

  private Fixture fixture = new Fixture(Input.of(Map.of()), new byte[0]);

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Fixture(Input input, byte[] answer) {}

  /** Draws normal numbers, of 11 bytes each with their comma. */
  @Setup(Level.Trial)
  public void draw() {
    Random chance = new Random(7);
    float[] numbers = new float[BYTES / EACH];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) chance.nextGaussian();
    }
    String data =
        IntStream.range(0, numbers.length)
            .mapToObj(i -> Float.toString(numbers[i]))
            .collect(Collectors.joining(","));
    String answer =
        "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[%d],\"data\":[%s]}]}"
            .formatted(numbers.length, data);
    fixture =
        new Fixture(
            Input.of(Map.of("x", Tensor.ofFloats(new int[] {numbers.length}, numbers))),
            answer.getBytes(StandardCharsets.UTF_8));
  }

  private static Protocol protocol() throws LoadException {
    return Protocols.of("kserve-v2", Map.of("encoding", "json"), "bench");
  }

  /** A request that no other went before. */
  @Benchmark
  public WireRequest write() throws LoadException, PredictionException {
    return protocol().speaking(Description.EMPTY).request(fixture.input(), "id");
  }

  /** An answer. */
  @Benchmark
  public Reply read() throws LoadException, PredictionException {
    WireAnswer answer = WireAnswer.of(200, Map.of(), fixture.answer());
    return protocol().read(fixture.input(), "id", answer);
  }
}
