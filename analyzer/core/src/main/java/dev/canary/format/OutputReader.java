package dev.canary.format;

import dev.canary.suite.Contract;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code output}, {@code outputs} and their contracts. */
final class OutputReader {
  private OutputReader() {}

  /** The declaration that holds for all outputs, and those of single ones. */
  record Outputs(OutputSpec any, Map<String, OutputSpec> named) {}

  static Outputs read(Section suite) {
    Optional<Section> single = suite.section("output");
    Optional<Section> several = suite.section("outputs");
    if (suite.has("output") && suite.has("outputs")) {
      suite.problem("outputs", "given beside output", "either output or outputs");
    } else if (!suite.has("outputs")) {
      suite.require("output", "a map with a kind: " + Words.KIND_LABELS);
    }
    Map<String, OutputSpec> named = new LinkedHashMap<>();
    several.ifPresent(s -> s.sections().forEach((name, output) -> named.put(name, spec(output))));
    if (several.isPresent() && several.get().keys().isEmpty()) {
      suite.problem("outputs", "empty", "a map from output names to their kinds");
    }
    return new Outputs(single.map(OutputReader::spec).orElse(OutputSpec.DEFAULT), named);
  }

  private static OutputSpec spec(Section output) {
    OutputSpec standard = OutputSpec.DEFAULT;
    output.require("kind", Words.KIND_LABELS);
    OutputSpec spec =
        new OutputSpec(
            output.word("kind", Words.KINDS).orElse(OutputKind.VALUES),
            output.word("precision", Words.PRECISIONS).orElse(Precision.FP32),
            output.section("contract").map(OutputReader::contract).orElse(Contract.NONE),
            output.flag("deterministic").orElse(standard.deterministic()),
            output.number("unit", Bounds.POSITIVE));
    output.end();
    return spec;
  }

  private static Contract contract(Section section) {
    Contract contract =
        new Contract(
            section.number("sumsTo", Bounds.ANY),
            section.number("within", Bounds.NOT_NEGATIVE),
            section.range("range"),
            section.texts("labels"),
            section.texts("forbid"),
            section.flag("nonEmpty").orElse(Contract.NONE.nonEmpty()));
    if (section.has("within") && !section.has("sumsTo")) {
      section.problem("within", "given without sumsTo", "within beside sumsTo");
    }
    refuseRepeats(section, "labels", contract.labels());
    section.end();
    return contract;
  }

  private static void refuseRepeats(Section section, String key, List<String> texts) {
    if (new HashSet<>(texts).size() < texts.size()) {
      section.problem(key, "a list with a text twice", "different texts");
    }
  }
}
