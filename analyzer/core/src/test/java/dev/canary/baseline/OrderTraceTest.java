package dev.canary.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.given.Given;
import dev.canary.replay.Order;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Models with and without state, captured as often as a short and as a usual capture. */
class OrderTraceTest {
  private static final int CASES = 8;

  /** A model: what it answers to a case, by what it was asked before. */
  private enum Model {
    NOISE {
      @Override
      double next(History past, Random noise) {
        return noise.nextGaussian();
      }
    },
    HEAVY_TAILS {
      @Override
      double next(History past, Random noise) {
        return noise.nextGaussian() / Math.abs(noise.nextGaussian());
      }
    },
    LOADS_THAT_DIFFER {
      @Override
      double next(History past, Random noise) {
        return past.capture() % 2 + 0.01 * noise.nextGaussian();
      }
    },
    A_TREND_FROM_CAPTURE_TO_CAPTURE {
      @Override
      double next(History past, Random noise) {
        return past.capture() + 0.01 * noise.nextGaussian();
      }
    },
    THE_LAST_INPUT_IS_LEFT {
      @Override
      double next(History past, Random noise) {
        return 0.1 * past.last();
      }
    },
    THE_LAST_INPUT_IS_LEFT_UNDER_NOISE {
      @Override
      double next(History past, Random noise) {
        return past.last() + 2 * noise.nextGaussian();
      }
    },
    A_DECAYING_MEAN {
      @Override
      double next(History past, Random noise) {
        return past.mean();
      }
    },
    A_COUNTER {
      @Override
      double next(History past, Random noise) {
        return 1e-3 * past.calls();
      }
    };

    abstract double next(History past, Random noise);
  }

  private record History(int capture, int calls, double last, double mean) {
    History and(double input) {
      return new History(capture, calls + 1, input, 0.5 * mean + 0.5 * input);
    }

    History captured() {
      return new History(capture + 1, calls, last, mean);
    }
  }

  private static boolean traced(Model model, int captures, long seed) {
    Suite suite = Given.suite(Given.spec(OutputKind.VALUES, Precision.FP32), Given.cases(CASES));
    Random noise = new Random(seed);
    List<Capture> taken = new ArrayList<>();
    History past = new History(0, 0, 0, 0);
    for (int c = 0; c < captures; c++) {
      Output[] answers = new Output[CASES];
      for (int position : Order.shuffled(CASES, seed + c).positions()) {
        answers[position] = Given.row(1, 10 * position + model.next(past, noise));
        past = past.and(position);
      }
      taken.add(new Capture(c % 2, Given.run(suite, Given.model(), i -> answers[i])));
      past = past.captured();
    }
    return OrderTrace.isIn(suite, taken, seed);
  }

  private static long traces(Model model, int captures, int times) {
    return LongStream.range(0, times)
        .filter(seed -> traced(model, captures, 1_000_003 * seed))
        .count();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NOISE", "HEAVY_TAILS", "LOADS_THAT_DIFFER", "A_TREND_FROM_CAPTURE_TO_CAPTURE"})
  void whatMovesByItselfIsNotTakenForState(Model model) {
    assertThat(traces(model, 6, 50) + traces(model, 26, 50)).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NOISE", "HEAVY_TAILS", "LOADS_THAT_DIFFER", "A_TREND_FROM_CAPTURE_TO_CAPTURE"})
  void stateIsFound(Model model) {
    assertThat(traces(model, 26, 3)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"THE_LAST_INPUT_IS_LEFT", "A_COUNTER"})
  void stateWithoutNoiseIsFoundInFewCaptures(Model model) {
    assertThat(traces(model, 6, 20)).isGreaterThanOrEqualTo(19);
  }
}
