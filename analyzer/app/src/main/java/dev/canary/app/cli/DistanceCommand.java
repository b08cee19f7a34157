package dev.canary.app.cli;

import dev.canary.app.job.Batch;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Comparer;
import dev.canary.app.view.ComparisonTable;
import dev.canary.format.ComparisonJson;
import dev.canary.format.FormatException;
import dev.canary.format.GivenText;
import dev.canary.measure.Comparison;
import dev.canary.measure.Given;
import dev.canary.measure.Matching;
import dev.canary.measure.Selection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares predictions by any test or distance: two files, or requests of another program. */
@Command(
    name = "distance",
    description = {
      "Compare two files of predictions (.csv, .jsonl, .npy) by any test or distance by its name,"
          + " or answer requests for them. docs/distance.md lists every name and parameter.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  canary distance now.csv approved.csv             paired by the column id, if both have one",
      "  canary distance now.npy approved.npy --pair-by row",
      "  canary distance now.csv approved.csv --measure ks --measure w1 --param method=exact",
      "  canary distance --batch requests.jsonl           a JSON object a line in, one a line out",
      "  echo '{\"test\": \"ks\", \"x\": [1, 2], \"y\": [2, 3]}' | canary distance --batch -"
    })
final class DistanceCommand implements Callable<Integer> {
  /** What tells which predictions belong together. */
  enum PairBy {
    ID,
    ROW
  }

  @Mixin private Common common = new Common();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "A",
      description = "What is seen now; x of every measure.")
  private @Nullable Path a;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      description = "The reference it is compared with; y of every measure.")
  private @Nullable Path b;

  @Option(
      names = "--measure",
      paramLabel = "NAME",
      split = ",",
      description = "A test or distance (repeatable; default: a useful picture).")
  private List<String> measures = new ArrayList<>();

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "What the measures that know it are told (repeatable).")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "The column or key of the ids (default: id, where both files have it).")
  private @Nullable String id;

  @Option(
      names = "--pair-by",
      paramLabel = "id|row",
      description = "Pair by id or by the order of the rows.")
  private @Nullable PairBy pairBy;

  @Option(names = "--paired", description = "Pair by id where both have ids, else by row.")
  private boolean paired;

  @Option(names = "--unpaired", description = "Do not pair: compare two heaps.")
  private boolean unpaired;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "Answer requests, one JSON object a line (- for standard input).")
  private @Nullable String batch;

  @Override
  public Integer call() throws IOException, FormatException, CannotRunException {
    Optional<String> requests = Common.given(batch);
    Optional<Path> now = Common.given(a);
    Optional<Path> reference = Common.given(b);
    if (requests.isPresent()) {
      if (now.isPresent()) {
        throw new CannotRunException("either two files or --batch FILE");
      }
      answer(requests.get());
    } else if (now.isPresent() && reference.isPresent()) {
      tell(comparer().compare(now.get(), reference.get(), selection()));
    } else {
      throw new CannotRunException("name two files, A and B, or --batch FILE");
    }
    return ExitCodes.DONE;
  }

  private Comparer comparer() throws CannotRunException {
    Optional<PairBy> by = Common.given(pairBy);
    if (unpaired && (paired || by.isPresent())) {
      throw new CannotRunException("either --unpaired or --paired and --pair-by");
    }
    Optional<Matching.Wish> wish =
        by.map(
            word ->
                switch (word) {
                  case ID -> Matching.Wish.BY_ID;
                  case ROW -> Matching.Wish.BY_ROW;
                });
    if (wish.isEmpty() && (paired || unpaired)) {
      wish = Optional.of(paired ? Matching.Wish.PAIRED : Matching.Wish.UNPAIRED);
    }
    return new Comparer(Common.given(id), wish.orElse(Matching.Wish.WHERE_IDS_ARE));
  }

  private Selection selection() throws CannotRunException {
    Map<String, Given> given = new LinkedHashMap<>();
    parameters.forEach((name, value) -> given.put(name, GivenText.read(value)));
    try {
      return Selection.of(measures, given);
    } catch (IllegalArgumentException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()), e);
    }
  }

  private void tell(Comparison comparison) {
    if (common.json()) {
      Common.answer(ComparisonJson.text(comparison));
    } else {
      new ComparisonTable(common.style()).lines(comparison).forEach(Common::answer);
    }
  }

  private void answer(String file) throws IOException {
    try (BufferedReader lines = lines(file)) {
      Batch.Outcome outcome = new Batch(Common::answer).run(lines);
      if (outcome.refused() > 0) {
        common.remark(
            "%d of %d requests were answered with an error"
                .formatted(outcome.refused(), outcome.requests()));
      }
    }
  }

  private static BufferedReader lines(String file) throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : new BufferedReader(
            new InputStreamReader(Files.newInputStream(Path.of(file)), StandardCharsets.UTF_8));
  }
}
