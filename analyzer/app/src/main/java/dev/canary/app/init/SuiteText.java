package dev.canary.app.init;

import dev.canary.suite.Precision;
import dev.canary.target.Signature;
import java.util.List;
import java.util.Map;

/**
 * The text of a first suite.yaml, with comments that say what was guessed and why.
 *
 * @param suite its name
 * @param place where the model is, in words
 * @param target the part {@code target}
 * @param signature what is known of the inputs
 * @param outputs what each output seems to be
 * @param refused the cases that were tried and left out, with the reason
 * @param seed that drew the random cases
 */
record SuiteText(
    String suite,
    String place,
    String target,
    Signature signature,
    Map<String, KindGuess> outputs,
    Map<String, String> refused,
    long seed) {

  /** The file. */
  String yaml() {
    StringBuilder text = new StringBuilder();
    text.append("# Written by canary init; change what you know better.\n");
    text.append("suite: ").append(TargetYaml.quoted(suite)).append('\n');
    text.append("description: ").append(TargetYaml.quoted("Edge cases of " + place)).append('\n');
    text.append(target);
    signature.inputs().forEach(slot -> text.append("# takes ").append(line(slot.toString())));
    if (signature.inputs().stream().anyMatch(SuiteText::varies)) {
      text.append("# Dimensions of -1 vary; the cases have 1 there, but for the empty one.\n");
    }
    output(text);
    text.append("capture: {repeats: 26}\n");
    text.append("# cases.jsonl was drawn by --seed ").append(seed).append('\n');
    refused.forEach(
        (id, why) -> text.append("# left out, since refused: ").append(line(id + ": " + why)));
    return text.toString();
  }

  private static boolean varies(Signature.Slot slot) {
    return slot.shape().stream().flatMap(List::stream).anyMatch(dimension -> dimension < 0);
  }

  private void output(StringBuilder text) {
    if (outputs.size() == 1) {
      KindGuess only = outputs.values().iterator().next();
      text.append("# ").append(line(only.why()));
      text.append("output: ").append(declaration(only)).append('\n');
    } else if (outputs.isEmpty()) {
      text.append("output: {kind: values}\n");
    } else {
      text.append("outputs:\n");
      outputs.forEach(
          (name, guess) ->
              text.append("  # ")
                  .append(line(guess.why()))
                  .append("  ")
                  .append(TargetYaml.quoted(name))
                  .append(": ")
                  .append(declaration(guess))
                  .append('\n'));
    }
  }

  private static String declaration(KindGuess guess) {
    String precision =
        guess.precision().map(Precision::label).map(p -> ", precision: " + p).orElse("");
    return "{kind: " + guess.kind().label() + precision + "}";
  }

  /** What a model says may hold anything; a comment ends with its line. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ") + "\n";
  }
}
