package dev.canary.format;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.baseline.Status;
import dev.canary.quality.Advice;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The baselines of a workspace: {@code baselines/<suite>/<model version>/}. A kill at any instant
 * leaves the old baseline or the new one.
 */
public final class Baselines {
  static final String FILE = BaselineFiles.JSON;

  private final Path root;
  private final Path folder;
  private final BaselineFiles files;

  /** The baselines of a workspace. */
  public Baselines(Workspace workspace) {
    this.root = workspace.root();
    this.folder = workspace.baselines();
    this.files = new BaselineFiles(root, workspace.state().resolve("baselines.lock"));
  }

  /**
   * What a run of this suite, answered by this model, is compared with.
   *
   * @throws FormatException if a baseline's files are damaged
   */
  public Reference reference(Suite suite, ModelIdentity model) throws FormatException {
    String version = model.versionOrDefault();
    Optional<Baseline> own = read(suite.name(), version);
    if (own.isPresent() && own.get().status() == Status.APPROVED) {
      return fitting(suite, own.get())
          ? new Reference.Approved(own.get())
          : new Reference.Absent(
              "the cases of " + suite.name() + " changed since its baseline was captured",
              "run: canary capture " + suite.name() + " && canary approve " + suite.name());
    }
    Optional<Baseline> other = lastApproved(suite.name());
    if (other.isPresent() && fitting(suite, other.get())) {
      return new Reference.OtherVersion(other.get());
    }
    return absent(suite, version, own);
  }

  private static boolean fitting(Suite suite, Baseline baseline) {
    return suite.digest().equals(baseline.suiteDigest());
  }

  private static Reference absent(Suite suite, String version, Optional<Baseline> own) {
    return own.isPresent()
        ? new Reference.Absent(
            "the baseline of %s %s is %s, not approved"
                .formatted(suite.name(), version, own.get().status().label()),
            "run: canary approve %s --version %s --reason \"...\"".formatted(suite.name(), version))
        : new Reference.Absent(
            "there is no baseline of %s for version %s".formatted(suite.name(), version),
            "run: canary capture %s && canary approve %s --reason \"...\""
                .formatted(suite.name(), suite.name()));
  }

  /** The suite's approved baseline, whatever its version; the latest where there are several. */
  public Optional<Baseline> lastApproved(String suite) throws FormatException {
    List<Baseline> approved = new ArrayList<>();
    for (String version : versions(suite)) {
      Path place = folder.resolve(suite).resolve(version);
      if (new BaselineReader(root, place).status() == Status.APPROVED) {
        approved.add(files.read(place));
      }
    }
    return approved.stream()
        .max(Comparator.comparing((Baseline b) -> b.approval().map(Approval::at).orElseThrow()));
  }

  /**
   * The versions that have a baseline, by the name of their folder, sorted.
   *
   * @throws UncheckedIOException if the folder is there and cannot be read now
   */
  public List<String> versions(String suite) {
    try (Stream<Path> folders = Files.list(folder.resolve(suite))) {
      return folders
          .filter(place -> Files.isRegularFile(place.resolve(FILE)))
          .map(place -> place.getFileName().toString())
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every baseline of a suite, by version. */
  public List<Baseline> all(String suite) throws FormatException {
    List<Baseline> all = new ArrayList<>();
    for (String version : versions(suite)) {
      all.add(files.read(folder.resolve(suite).resolve(version)));
    }
    return all;
  }

  /** What {@code baseline.json} says of a baseline, on one line. */
  public static String json(Baseline baseline) {
    return BaselineJson.line(baseline);
  }

  /** The same with advice to whoever is about to approve it. */
  public static String json(Baseline captured, List<Advice> advice) {
    return BaselineJson.line(captured, advice);
  }

  /** The baseline of a version, if there is one. */
  public Optional<Baseline> read(String suite, String version) throws FormatException {
    Path place = place(suite, version);
    return Files.isRegularFile(place.resolve(FILE))
        ? Optional.of(files.read(place))
        : Optional.empty();
  }

  /**
   * Writes a baseline whole, or not at all.
   *
   * @return its folder
   */
  public Path write(Baseline baseline) throws IOException {
    Path place = place(baseline.suite(), baseline.version());
    return files.alone(() -> files.replace(place, baseline));
  }

  /**
   * Accepts a captured baseline as the suite's trusted behaviour; the one that was trusted before,
   * of another version, becomes superseded.
   */
  public Baseline approve(String suite, String version, Approval approval)
      throws FormatException, IOException {
    return files.alone(() -> approveAlone(suite, version, approval));
  }

  private Baseline approveAlone(String suite, String version, Approval approval)
      throws FormatException, IOException {
    Baseline approved =
        read(suite, version)
            .orElseThrow(
                () ->
                    new FormatException(
                        new Problem(
                            "baselines/" + suite,
                            0,
                            "no baseline of version " + version,
                            versionNames(suite))))
            .approved(approval);
    files.replaceJson(place(suite, version), approved);
    for (String other : versions(suite)) {
      if (!other.equals(folderName(version))) {
        Path place = folder.resolve(suite).resolve(other);
        Baseline baseline = files.read(place);
        if (baseline.status() == Status.APPROVED) {
          files.replaceJson(place, baseline.superseded());
        }
      }
    }
    return approved;
  }

  private Path place(String suite, String version) {
    return folder.resolve(suite).resolve(folderName(version));
  }

  private String versionNames(String suite) {
    return versions(suite).stream()
        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
        .collect(Collectors.joining(", "));
  }

  /** A version as a folder's name: what a file system could misread is percent-encoded. */
  private static String folderName(String version) {
    String encoded = URLEncoder.encode(version, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.matches("\\.*") ? encoded.replace(".", "%2E") : encoded;
  }
}
