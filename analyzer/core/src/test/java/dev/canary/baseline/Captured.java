package dev.canary.baseline;

import static dev.canary.given.Given.OUT;

import dev.canary.given.Given;
import dev.canary.given.Given.Answers;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/** Captures of a suite, and the baseline that becomes of them. */
final class Captured {
  static final OutputSpec LOGITS = Given.spec(OutputKind.LOGITS, Precision.FP32);
  static final Offset<Double> TINY = Offset.offset(1e-12);

  private Captured() {}

  static Suite suite(OutputSpec spec, int cases) {
    return Given.suite(spec, Given.cases(cases));
  }

  static List<Capture> captures(Suite suite, int count, Answers answers) {
    return Given.captures(suite, Given.model(), count, answers);
  }

  static Baseline baseline(Suite suite, int count, Answers answers) throws CaptureException {
    return Captures.toBaseline(suite, captures(suite, count, answers), Given.provenance(count));
  }

  static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    IntStream.of(positions).forEach(bits::set);
    return bits;
  }

  static Tensor centre(Baseline baseline, int position) {
    return baseline.output(OUT).centre().get(position).orElseThrow();
  }
}
