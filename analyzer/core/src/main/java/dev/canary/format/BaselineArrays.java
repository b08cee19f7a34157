package dev.canary.format;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.SuiteScores;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arrays of a baseline, as {@code outputs.safetensors} holds them.
 *
 * <p>{@code cases} string[n]; per output {@code centre/<output>} in the model's own type, {@code
 * scale/<output>} fp64[n] and {@code bitStable/<output>} bool[n]; {@code heldOut/max}, {@code
 * heldOut/rms} fp64[R] and {@code heldOut/labels} int64[R]; {@code latency} int64[captures, n] in
 * nanoseconds, and {@code computed} likewise where a server told how long it computed, or
 * int64[captures, 1] where it told a mean.
 */
final class BaselineArrays {
  private static final String LATENCY = "latency";
  private static final String COMPUTED = "computed";

  private BaselineArrays() {}

  static byte[] bytes(Baseline baseline) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    int cases = baseline.caseIds().size();
    arrays.put("cases", Tensor.ofTexts(new int[] {cases}, baseline.caseIds()));
    baseline.outputs().forEach((name, output) -> put(arrays, name, output, cases));
    List<SuiteScores> heldOut = baseline.heldOut();
    int[] captures = {heldOut.size()};
    arrays.put(
        "heldOut/max",
        Tensor.ofDoubles(captures, heldOut.stream().mapToDouble(SuiteScores::max).toArray()));
    arrays.put(
        "heldOut/rms",
        Tensor.ofDoubles(captures, heldOut.stream().mapToDouble(SuiteScores::rms).toArray()));
    arrays.put(
        "heldOut/labels",
        Tensor.ofLongs(captures, heldOut.stream().mapToLong(SuiteScores::labels).toArray()));
    arrays.put(LATENCY, perCapture(baseline.latencies()));
    if (!baseline.computed().isEmpty()) {
      arrays.put(COMPUTED, perCapture(baseline.computed()));
    }
    return Safetensors.bytes(
        arrays, Map.of("schema", BaselineJson.SCHEMA, "suite", baseline.suite()));
  }

  private static Tensor perCapture(List<long[]> nanos) {
    int[] shape = {nanos.size(), nanos.isEmpty() ? 0 : nanos.get(0).length};
    return Tensor.ofLongs(shape, nanos.stream().flatMapToLong(Arrays::stream).toArray());
  }

  private static void put(
      Map<String, Tensor> arrays, String name, OutputReference output, int cases) {
    CaseArrays.put(arrays, "centre/" + name, output.centre());
    double[] scale = output.scale().stream().mapToDouble(Double::doubleValue).toArray();
    arrays.put("scale/" + name, Tensor.ofDoubles(new int[] {cases}, scale));
    boolean[] stable = new boolean[cases];
    output.bitStable().stream().forEach(i -> stable[i] = true);
    arrays.put("bitStable/" + name, Tensor.ofBooleans(new int[] {cases}, stable));
  }

  static List<String> caseIds(Safetensors file) throws FormatException {
    return file.tensor("cases").texts();
  }

  static List<Optional<Tensor>> centre(Safetensors file, String output, int cases)
      throws FormatException {
    return CaseArrays.get(file, "centre/" + output, cases);
  }

  static List<Double> scale(Safetensors file, String output) throws FormatException {
    return Arrays.stream(file.tensor("scale/" + output).toDoubles()).boxed().toList();
  }

  static BitSet bitStable(Safetensors file, String output) throws FormatException {
    BitSet stable = new BitSet();
    double[] flags = file.tensor("bitStable/" + output).toDoubles();
    for (int i = 0; i < flags.length; i++) {
      stable.set(i, flags[i] != 0);
    }
    return stable;
  }

  static List<SuiteScores> heldOut(Safetensors file) throws FormatException {
    double[] max = file.tensor("heldOut/max").toDoubles();
    double[] rms = file.tensor("heldOut/rms").toDoubles();
    double[] labels = file.tensor("heldOut/labels").toDoubles();
    List<SuiteScores> scores = new ArrayList<>();
    for (int i = 0; i < max.length; i++) {
      scores.add(new SuiteScores(max[i], rms[i], (int) labels[i]));
    }
    return scores;
  }

  static List<long[]> latencies(Safetensors file) throws FormatException {
    return perCapture(file.tensor(LATENCY));
  }

  static List<long[]> computed(Safetensors file) throws FormatException {
    return file.names().contains(COMPUTED) ? perCapture(file.tensor(COMPUTED)) : List.of();
  }

  private static List<long[]> perCapture(Tensor all) {
    int[] shape = all.shape();
    List<long[]> perCapture = new ArrayList<>();
    for (int capture = 0; capture < shape[0]; capture++) {
      long[] nanos = new long[shape[1]];
      all.bytes().asLongBuffer().position(capture * shape[1]).get(nanos);
      perCapture.add(nanos);
    }
    return perCapture;
  }
}
