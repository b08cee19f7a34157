package dev.canary.bench.experiment;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param raw one row a repeat
 * @param figures what is published of it
 * @param claims what the figures must bear out
 */
record Outcome(Sheet raw, Sheet figures, List<Claim> claims) {
  Outcome {
    claims = List.copyOf(claims);
  }
}
