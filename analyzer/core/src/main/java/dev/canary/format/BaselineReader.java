package dev.canary.format;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.Status;
import dev.canary.baseline.SuiteScores;
import dev.canary.target.ModelIdentity;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a baseline's folder; every damage is a problem that names the file. */
final class BaselineReader {
  private static final Map<String, Status> STATUS =
      Arrays.stream(Status.values()).collect(Collectors.toMap(Status::label, Function.identity()));

  private final Reading reading;
  private final Path folder;
  private final String file;

  BaselineReader(Path root, Path folder) {
    this.reading = new Reading(root);
    this.folder = folder;
    this.file = reading.name(folder.resolve(Baselines.FILE));
  }

  /** The status of a baseline, without its arrays: cheap. */
  Status status() throws FormatException {
    Section top = top();
    Optional<Status> status = top.word("status", STATUS);
    reading.check();
    return status.orElseThrow(() -> missing("status"));
  }

  /** What the arrays' digest must be; empty if {@code baseline.json} is not there or damaged. */
  Optional<String> digestOfArrays() {
    try {
      return top().section("files").flatMap(files -> files.text(BaselineJson.ARRAYS));
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  /** The whole baseline. */
  Baseline read() throws FormatException {
    Section top = top();
    top.text("schema");
    String suite = top.text("suite").orElse("");
    top.text("version");
    Status status = top.word("status", STATUS).orElse(Status.CAPTURED);
    Optional<Approval> approval = top.section("approval").map(this::approval);
    Section model = section(top, "model");
    Section provenance = section(top, "provenance");
    Section cases = section(top, "cases");
    Section outputs = section(top, "outputs");
    Section files = section(top, "files");
    List<Instant> heldOutAt =
        top.section("heldOut").map(BaselineReader::instants).orElse(List.of());
    top.any("thresholds");
    top.any("digest");
    top.end();
    String suiteDigest = cases.text("digest").orElse("");
    ModelIdentity identity = ModelJson.read(model);
    Provenance made = provenance(provenance);
    String digest = files.text(BaselineJson.ARRAYS).orElse("");
    reading.check();
    Safetensors arrays = arrays(digest);
    List<String> ids = BaselineArrays.caseIds(arrays);
    Map<String, OutputReference> references = new LinkedHashMap<>();
    for (Map.Entry<String, Section> output : outputs.sections().entrySet()) {
      references.put(
          output.getKey(), output(output.getKey(), output.getValue(), arrays, ids.size()));
    }
    List<SuiteScores> heldOut = BaselineArrays.heldOut(arrays);
    if (!heldOutAt.isEmpty() && heldOutAt.size() != heldOut.size()) {
      String found = "heldOut.at has " + heldOutAt.size() + " instants";
      reading.problem(file, 0, found, heldOut.size() + ", as many as captures were held out");
    }
    reading.check();
    return new Baseline(
        suite,
        suiteDigest,
        identity,
        status,
        approval,
        made,
        ids,
        references,
        heldOut,
        heldOutAt,
        BaselineArrays.latencies(arrays),
        BaselineArrays.computed(arrays),
        digest);
  }

  private Section top() throws FormatException {
    Optional<Source> source = reading.text(folder.resolve(Baselines.FILE));
    reading.check();
    checkSeal(source.orElseThrow().text());
    Optional<Node> node = source.flatMap(s -> JsonTree.read(reading, s));
    reading.check();
    Optional<Section> top = node.flatMap(n -> Section.top(reading, file, n));
    reading.check();
    Section section = top.orElseThrow();
    Optional<String> schema = section.text("schema");
    if (!schema.equals(Optional.of(BaselineJson.SCHEMA))) {
      throw new FormatException(
          new Problem(
              file,
              section.line("schema"),
              "schema is " + schema.orElse("missing"),
              BaselineJson.SCHEMA));
    }
    return section;
  }

  private void checkSeal(String text) throws FormatException {
    int end = text.lastIndexOf(BaselineJson.SEAL);
    boolean sealed =
        end >= 0
            && text.substring(end)
                .equals(
                    BaselineJson.SEAL
                        + "\""
                        + BaselineJson.seal(text.substring(0, end))
                        + "\"\n}\n");
    if (!sealed) {
      throw new FormatException(
          new Problem(
              file,
              0,
              "the file was cut or changed after it was written: its digest does not fit",
              "the file as it was captured; restore it or capture again"));
    }
  }

  private Section section(Section top, String key) throws FormatException {
    top.require(key, "a map of keys to values");
    Optional<Section> section = top.section(key);
    reading.check();
    return section.orElseThrow();
  }

  private Approval approval(Section section) {
    Approval approval =
        new Approval(
            section.text("author").orElse(""),
            section.text("reason").orElse(""),
            instant(section, "at"));
    section.end();
    return approval;
  }

  private Provenance provenance(Section section) {
    section.any("batch");
    Provenance provenance =
        new Provenance(
            instant(section, "capturedAt"),
            instant(section, "firstAt"),
            section.text("capturedBy").orElse(""),
            section.text("toolVersion").orElse(""),
            section.text("java").orElse(""),
            section.spelling("seed").flatMap(Numbers::whole).orElse(0L),
            section.count("captures", 1).orElse(1),
            section.count("loads", 1).orElse(1),
            section.texts("replicas"));
    section.end();
    return provenance;
  }

  private static Instant instant(Section section, String key) {
    return instant(section, key, section.text(key).orElse("missing"));
  }

  /** When the held-out captures were taken, which files of the first release do not say. */
  private static List<Instant> instants(Section section) {
    section.any("count");
    List<Instant> instants =
        section.texts("at").stream().map(text -> instant(section, "at", text)).toList();
    section.end();
    return instants;
  }

  private static Instant instant(Section section, String key, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      section.problem(key, text, "an instant such as 2026-01-31T12:00:00Z");
      return Instant.EPOCH;
    }
  }

  /**
   * The arrays with this digest: in place, or beside it between the two renames of a writer, who
   * may move them while this looks.
   */
  private Safetensors arrays(String digest) throws FormatException {
    Path inPlace = folder.resolve(BaselineJson.ARRAYS);
    for (Path path : List.of(inPlace, folder.resolve(BaselineFiles.NEXT), inPlace)) {
      Optional<byte[]> bytes = bytesIfThere(path);
      if (bytes.isPresent() && Digest.of(bytes.get()).equals(digest)) {
        return Safetensors.parse(reading.name(path), bytes.get());
      }
    }
    reading.check();
    String found =
        Files.exists(inPlace)
            ? "the file was cut or changed after it was captured: its digest does not fit baseline.json"
            : "the file is missing";
    throw new FormatException(
        new Problem(
            reading.name(inPlace),
            0,
            found,
            "the file as it was captured; restore it or capture again"));
  }

  private Optional<byte[]> bytesIfThere(Path path) {
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return reading.bytes(path);
    }
  }

  private OutputReference output(String name, Section section, Safetensors arrays, int cases)
      throws FormatException {
    List<String> classes = section.texts("classes");
    double unit = section.number("unit", Bounds.NOT_NEGATIVE).orElse(0);
    section.any("bitStable");
    section.any("largestScale");
    Map<Integer, Set<String>> others = new TreeMap<>();
    section
        .section("otherLabels")
        .ifPresent(
            s ->
                s.keys()
                    .forEach(
                        key -> others.put(Integer.parseInt(key), new TreeSet<>(s.texts(key)))));
    section.end();
    return new OutputReference(
        BaselineArrays.centre(arrays, name, cases),
        classes,
        BaselineArrays.scale(arrays, name),
        unit,
        BaselineArrays.bitStable(arrays, name),
        others);
  }

  private IllegalStateException missing(String key) {
    return new IllegalStateException(file + " has no " + key + " and no problem");
  }
}
