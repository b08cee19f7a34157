package dev.canary.check;

import java.util.List;

/** One pure comparison: reads only its argument, and answers with findings. */
@FunctionalInterface
public interface Check {
  /** The findings about this replay; none when there is nothing to say. */
  List<Finding> evaluate(Comparison comparison);
}
