package dev.canary.bench.served;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What was measured of one side, block by block. */
final class Figures {
  private static final double MICRO = 1e3;
  private static final double SECOND = 1e9;

  private final List<long[]> blocks = new ArrayList<>();
  private final List<Double> atOnce = new ArrayList<>();

  /** Adds a round: a block of calls in a row, and the rate of calls at once. */
  void add(long[] serialNanos, int calls, long atOnceNanos) {
    blocks.add(serialNanos);
    atOnce.add(calls * SECOND / atOnceNanos);
  }

  double medianMicros() {
    return quantileMicros(0.5);
  }

  double quantileMicros(double p) {
    long[] all = blocks.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return all[(int) (p * (all.length - 1))] / MICRO;
  }

  double serialPerSecond() {
    return median(blocks.stream().mapToDouble(Figures::rate));
  }

  double atOncePerSecond() {
    return median(atOnce.stream().mapToDouble(rate -> rate));
  }

  /** Median latency over that of another side, round by round, and of those the median. */
  double latencyOver(Figures other) {
    return ratio(i -> median(blocks.get(i)) / median(other.blocks.get(i)));
  }

  double serialOver(Figures other) {
    return ratio(i -> rate(blocks.get(i)) / rate(other.blocks.get(i)));
  }

  double atOnceOver(Figures other) {
    return ratio(i -> atOnce.get(i) / other.atOnce.get(i));
  }

  private double ratio(IntToDoubleFunction ofRound) {
    return median(IntStream.range(0, blocks.size()).mapToDouble(ofRound));
  }

  private static double rate(long... nanos) {
    return nanos.length * SECOND / LongStream.of(nanos).sum();
  }

  private static double median(long... nanos) {
    return median(LongStream.of(nanos).asDoubleStream());
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
