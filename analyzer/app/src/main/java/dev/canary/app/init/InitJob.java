package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Folders;
import dev.canary.app.job.Targets;
import dev.canary.format.CaseJson;
import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.format.Workspace;
import dev.canary.replay.Observation;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.Signature;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a first suite for a model: edge cases by what it tells of its inputs, each tried once, and
 * what its outputs seem to be.
 *
 * @param workspace that gets the suite; its folder {@code canaries} is made where it is missing
 * @param targets opens models in files
 * @param replay sends cases to servers
 */
public record InitJob(Workspace workspace, Targets targets, Replay replay) {
  private static final int LONGEST_REASON = 200;

  /**
   * What came of it.
   *
   * @param suite its name
   * @param folder that was written
   * @param cases how many were kept
   * @param outputs what each output seems to be, in words
   * @param refused the cases that were left out, with the reason
   */
  public record Made(
      String suite,
      Path folder,
      int cases,
      Map<String, String> outputs,
      Map<String, String> refused) {}

  /**
   * Makes the suite, or leaves no trace.
   *
   * @param named the name of the suite; by default the model's
   * @param seed draws the random cases
   * @throws CannotRunException if there is such a suite, or too little is known of the model
   */
  public Made make(ModelRequest request, Optional<String> named, long seed)
      throws CannotRunException, LoadException, FormatException, IOException {
    Optional<Found> found =
        request.isServed()
            ? Optional.of(only(request, Found.at(request, workspace.root())))
            : Optional.empty();
    String name = named.orElseGet(() -> name(request, found));
    Path folder = folder(name);
    Files.createDirectories(folder);
    boolean made = false;
    try (Model model = model(request, found, folder)) {
      Made result = make(request, model, folder, seed);
      made = true;
      return result;
    } finally {
      if (!made) {
        Folders.delete(folder);
      }
    }
  }

  private Model model(ModelRequest request, Optional<Found> found, Path folder)
      throws CannotRunException, LoadException, IOException {
    if (found.isPresent()) {
      return new ServedModel(found.get(), replay);
    }
    Path file = Path.of(request.place()).toAbsolutePath();
    return FileModel.at(
        file, workspace.root(), folder, targets, cases -> writeCases(folder, cases));
  }

  private Made make(ModelRequest request, Model model, Path folder, long seed)
      throws CannotRunException, LoadException, FormatException, IOException {
    String suite = String.valueOf(folder.getFileName());
    Case nothing = Case.of("nothing", Input.of(Map.of()));
    Signature unknown = Signature.UNKNOWN;
    SuiteText first =
        new SuiteText(suite, request.place(), model.yaml(), unknown, Map.of(), Map.of(), seed);
    Suite empty = write(folder, first, List.of(nothing));
    Signature signature = InputWord.over(model.signature(empty, folder), request.inputs());
    List<Case> cases = new EdgeCases(signature, seed, model.exampleInput()).generate();
    SuiteText second =
        new SuiteText(
            suite, request.place(), model.yaml(signature), signature, Map.of(), Map.of(), seed);
    Suite whole = write(folder, second, cases);
    Run tried = model.tryAll(whole, folder);
    Map<String, String> refused = refused(tried);
    List<Case> kept = cases.stream().filter(c -> !refused.containsKey(c.id())).toList();
    if (kept.isEmpty()) {
      throw new CannotRunException(
          "the model refuses every case that was tried; the first, %s: %s"
              .formatted(cases.get(0).id(), refused.get(cases.get(0).id())));
    }
    Map<String, KindGuess> outputs = outputs(tried, refused);
    String target = model.yaml(signature) + model.untyped(tried).yaml();
    SuiteText last =
        new SuiteText(suite, request.place(), target, signature, outputs, refused, seed);
    write(folder, last, withSmoke(kept));
    Map<String, String> words = new LinkedHashMap<>();
    outputs.forEach((name, guess) -> words.put(name, guess.kind().label() + ": " + guess.why()));
    return new Made(suite, folder, kept.size(), words, refused);
  }

  /** The plainest case becomes the one that the smoke tier sends: the first random one. */
  private static List<Case> withSmoke(List<Case> kept) {
    Case chosen =
        kept.stream()
            .filter(golden -> golden.tags().contains(EdgeCases.RANDOMS))
            .findFirst()
            .orElse(kept.get(0));
    return kept.stream().map(golden -> golden.equals(chosen) ? tagged(golden) : golden).toList();
  }

  private static Case tagged(Case golden) {
    List<String> tags = new ArrayList<>(golden.tags());
    tags.add(Tier.TAG);
    return new Case(
        golden.id(),
        golden.input(),
        tags,
        golden.why(),
        golden.expect(),
        golden.tolerance(),
        golden.precision());
  }

  /** A server of several models needs a choice. */
  private static Found only(ModelRequest request, Found found) throws CannotRunException {
    boolean chosen = request.model().isPresent() || found.model().isEmpty();
    if (found.models().size() > 1 && !chosen) {
      throw new CannotRunException(
          "%s serves %s; name one with --model"
              .formatted(request.place(), String.join(", ", found.models())));
    }
    return found;
  }

  private Path folder(String name) throws CannotRunException {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")) {
      throw new CannotRunException(
          "\"%s\" is no name of a suite; allowed are letters, digits, . _ and -".formatted(name));
    }
    Path folder = workspace.suite(name);
    if (Files.exists(folder)) {
      throw new CannotRunException(
          folder + " exists, and nothing is overwritten; choose another name with --name");
    }
    return folder;
  }

  private static String name(ModelRequest request, Optional<Found> found) {
    String path = request.place().replaceFirst("^[a-z0-9+.-]+://", "").replaceFirst("/+$", "");
    String last = path.substring(path.lastIndexOf('/') + 1).replaceFirst(":[a-z]+$", "");
    String plain =
        found.isPresent()
            ? found.get().model().orElse(last.replaceFirst(":[0-9]+$", ""))
            : last.replaceFirst("\\.[A-Za-z0-9]+$", "");
    return plain.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9_]+", "");
  }

  private static Suite write(Path folder, SuiteText text, List<Case> cases)
      throws IOException, FormatException {
    Files.writeString(folder.resolve(Workspace.SUITE_FILE), text.yaml());
    writeCases(folder, cases);
    return Suites.load(folder).suite();
  }

  private static void writeCases(Path folder, List<Case> cases) throws IOException {
    String lines = cases.stream().map(CaseJson::line).collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(folder.resolve(Workspace.CASES_FILE), lines);
  }

  /** The cases that got no answer, or one without content, which no contract allows. */
  private static Map<String, String> refused(Run tried) {
    Map<String, String> refused = new LinkedHashMap<>();
    for (Observation observation : tried.observations()) {
      if (observation instanceof Observation.Failed failed) {
        String why = failed.message().replaceAll("\\s+", " ").strip();
        refused.put(
            failed.caseId(),
            why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) + "..." : why);
      } else if (observation instanceof Observation.Answered answered
          && answered.output().tensors().values().stream().anyMatch(t -> t.size() == 0)) {
        refused.put(answered.caseId(), "the answer is empty");
      }
    }
    return refused;
  }

  /** By the cases that are kept: an empty answer may not even name its outputs. */
  private static Map<String, KindGuess> outputs(Run tried, Map<String, String> refused) {
    List<Output> answers = new ArrayList<>();
    for (Observation observation : tried.observations()) {
      if (observation instanceof Observation.Answered answered
          && !refused.containsKey(answered.caseId())) {
        answers.add(answered.output());
      }
    }
    Set<String> names = new LinkedHashSet<>();
    answers.forEach(answer -> names.addAll(answer.tensors().keySet()));
    Map<String, KindGuess> outputs = new LinkedHashMap<>();
    names.forEach(name -> outputs.put(name, KindGuess.of(name, answers)));
    return outputs;
  }
}
