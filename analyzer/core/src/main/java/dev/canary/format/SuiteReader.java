package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.TargetSpec;
import dev.canary.watch.Policy;
import dev.canary.watch.Timing;
import dev.canary.watch.WatchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code suite.yaml} and the cases beside it. */
final class SuiteReader {
  private static final double DEFAULT_WARN = 0.9;

  private final Reading reading;
  private final Path folder;

  SuiteReader(Reading reading, Path folder) {
    this.reading = reading;
    this.folder = folder;
  }

  /** The suite; anything may stand in it if there are problems, and nothing if they are grave. */
  Optional<SuiteFile> read() {
    Path file = folder.resolve(Workspace.SUITE_FILE);
    Optional<Section> top =
        reading
            .text(file)
            .flatMap(source -> YamlTree.read(reading, source))
            .flatMap(node -> Section.top(reading, reading.name(file), node));
    if (top.isEmpty()) {
      cases(Optional.empty(), List.of());
      return Optional.empty();
    }
    return read(top.get(), file);
  }

  private Optional<SuiteFile> read(Section top, Path file) {
    String name = name(top);
    String description = top.text("description").orElse("");
    top.require("target", "a map with type and model");
    Optional<TargetSpec> target = TargetReader.read(top, file);
    OutputReader.Outputs outputs = OutputReader.read(top);
    int repeats = repeats(top);
    Optional<LatencyBudget> latency = top.section("latency").flatMap(SuiteReader::latency);
    WatchSettings watch = watch(top);
    boolean secret = top.flag("private").orElse(false);
    List<String> tags = top.texts("tags");
    top.end();
    int before = reading.count();
    List<Case> cases = cases(target, tags);
    if (secret) {
      reading.discreet(before);
    }
    target.ifPresent(spec -> checkLayout(top, spec, cases));
    if (target.isEmpty() || cases.isEmpty()) {
      return Optional.empty();
    }
    Suite suite =
        new Suite(
            name,
            description,
            target.get(),
            outputs.any(),
            outputs.named(),
            cases,
            repeats,
            latency,
            secret,
            SuiteDigest.of(cases));
    return Optional.of(new SuiteFile(suite, watch));
  }

  private String name(Section top) {
    String expected = String.valueOf(folder.getFileName());
    top.require("suite", expected + ", the name of the folder");
    Optional<String> name = top.name("suite");
    if (name.isPresent() && !name.get().equals(expected)) {
      top.problem("suite", '"' + name.get() + '"', expected + ", the name of the folder");
    }
    return name.orElse(expected);
  }

  private static int repeats(Section top) {
    Optional<Section> capture = top.section("capture");
    Optional<Integer> repeats = capture.flatMap(section -> section.count("repeats", 1));
    capture.ifPresent(Section::end);
    return repeats.orElse(Suite.DEFAULT_REPEATS);
  }

  private static Optional<LatencyBudget> latency(Section section) {
    section.require("budget", Scalars.DURATIONS);
    var budget = section.duration("budget");
    double warn = section.number("warn", Bounds.SHARE).orElse(DEFAULT_WARN);
    var of = section.word("of", Words.SUMMARIES).orElse(LatencyBudget.Summary.MEDIAN);
    section.end();
    return budget.map(limit -> new LatencyBudget(limit, warn, of));
  }

  private static WatchSettings watch(Section top) {
    WatchSettings standard = WatchSettings.DEFAULT;
    Timing timing = WatchReader.timing(top).orElse(standard.timing());
    Policy policy = WatchReader.policy(top).orElse(standard.policy());
    return new WatchSettings(
        timing, policy, standard.region(), standard.weight(), standard.dryRun());
  }

  private List<Case> cases(Optional<TargetSpec> target, List<String> tags) {
    boolean required = target.isPresent() && !target.get().type().equals(TargetReader.RECORDED);
    CaseReader.Inputs inputs = required ? CaseReader.Inputs.REQUIRED : CaseReader.Inputs.OPTIONAL;
    return CaseReader.read(reading, folder.resolve(Workspace.CASES_FILE), inputs, tags);
  }

  private static void checkLayout(Section top, TargetSpec spec, List<Case> cases) {
    boolean oneCase =
        spec.type().equals(TargetReader.RECORDED)
            && RecordedOptions.of(spec).layout() == RecordedOptions.Layout.ONE_CASE;
    if (oneCase && cases.size() > 1) {
      top.section("target")
          .orElseThrow()
          .problem("layout", "one-case, and the suite has " + cases.size(), "a suite of one case");
    }
  }
}
