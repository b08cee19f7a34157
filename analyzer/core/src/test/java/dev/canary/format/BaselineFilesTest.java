package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Status;
import dev.canary.given.Given;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two files of a baseline after a kill, and beside other readers and writers. */
class BaselineFilesTest {
  private static final Suite SUITE =
      Given.suite(Given.spec(OutputKind.VALUES, Precision.FP32), Given.cases(3));

  @TempDir Path root = Path.of("");

  private Baselines baselines = new Baselines(new Workspace(root));
  private Path folder = root;

  @BeforeEach
  void emptyWorkspace() {
    baselines = new Baselines(new Workspace(root));
    folder = root.resolve("baselines/pets/1");
  }

  @Test
  void theNextReaderPutsTheArraysInPlace() throws IOException, FormatException {
    killedBetweenTheTwoRenames();

    assertThat(centre(read())).isEqualTo(2);
    assertThat(files()).containsExactly("baseline.json", "outputs.safetensors");
    assertThat(centre(read())).isEqualTo(2);
  }

  @Test
  void theNextWriterKeepsThemUntilItsOwnAreValid() throws IOException, FormatException {
    killedBetweenTheTwoRenames();
    Files.createDirectories(folder.resolve(".baseline.json.tmp-in-the-way/not-empty"));

    Optional<IOException> failure = writeThatFails(baseline(3));

    assertThat(failure).as("it fails after the arrays, before baseline.json").isPresent();
    assertThat(centre(read())).isEqualTo(2);
  }

  @Test
  void whatAKilledWriterLeftBeforeItsBaselineWasValidIsDeleted()
      throws IOException, FormatException {
    baselines.write(baseline(1));
    Files.writeString(folder.resolve(".outputs.safetensors.next"), "not yet valid");

    assertThat(centre(read())).isEqualTo(1);
    assertThat(files()).containsExactly("baseline.json", "outputs.safetensors");
  }

  @Test
  void aBaselineIsReadWhereNothingMayBeWritten() throws IOException, FormatException {
    killedBetweenTheTwoRenames();
    Files.deleteIfExists(root.resolve(".canary/baselines.lock"));
    Files.createDirectories(root.resolve(".canary/baselines.lock/in-the-way"));

    assertThat(centre(read())).isEqualTo(2);
    assertThat(files()).contains(".outputs.safetensors.next");
  }

  @Test
  void writingTheSameCapturesAgainKeepsTheApproval() throws IOException, FormatException {
    baselines.write(captured(1));
    baselines.approve("pets", "1", new Approval("someone", "reviewed", Instant.EPOCH));

    baselines.write(captured(1));

    assertThat(read().status()).isEqualTo(Status.APPROVED);
  }

  @Test
  void instantsOfHeldOutCapturesAreReadBackAsTheyWere() throws IOException, FormatException {
    Baseline written = Given.baseline(SUITE, Given.recorded(), 8, (c, i) -> Given.row(1 + .01 * c));
    baselines.write(written);

    assertThat(written.heldOutAt()).hasSize(3);
    assertThat(read().heldOutAt()).isEqualTo(written.heldOutAt());
    assertThat(read().heldOut()).isEqualTo(written.heldOut());
  }

  @Test
  void aFileOfTheFirstReleaseHasNoInstantsAndIsReadAllTheSame()
      throws IOException, FormatException {
    Files.createDirectories(folder);
    for (String name : List.of("baseline.json", "outputs.safetensors")) {
      try (InputStream released = getClass().getResourceAsStream("baseline-0.1.0/" + name)) {
        Files.copy(Objects.requireNonNull(released), folder.resolve(name));
      }
    }

    assertThat(read().heldOut()).hasSize(20);
    assertThat(read().heldOutAt()).isEmpty();
    assertThat(read().status()).isEqualTo(Status.APPROVED);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"at\" : [ ', '\"at\" : [ \"2026-01-02T12:00:00Z\", ', 'heldOut.at has 4 instants'",
    "2026-01-02T12:00:00Z\" ], yesterday\" ], 'heldOut.at is yesterday'",
  })
  void instantsThatDoNotFitAreAProblemOfTheFile(String from, String to, String problem)
      throws IOException {
    baselines.write(Given.baseline(SUITE, Given.recorded(), 8, (c, i) -> Given.row(1 + .01 * c)));
    Path file = folder.resolve("baseline.json");
    String text = Files.readString(file);
    String open = text.substring(0, text.lastIndexOf(BaselineJson.SEAL)).replace(from, to);
    Files.writeString(file, open + BaselineJson.SEAL + "\"" + BaselineJson.seal(open) + "\"\n}\n");

    assertThatThrownBy(this::read)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("baseline.json")
        .hasMessageContaining(problem);
  }

  @Test
  @Timeout(60)
  void aReaderMeetsAWriterAndNeverSeesAHalf() throws IOException, FormatException {
    baselines.write(baseline(0));
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 150; i++) {
                write(baseline(i));
              }
              done.set(true);
            });
    double last = 0;
    while (!done.get() && !writer.isDone()) {
      double now = centre(read());
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    writer.join();
    assertThat(centre(read())).isEqualTo(150);
    assertThat(files()).containsExactly("baseline.json", "outputs.safetensors");
  }

  /** Two baselines were written; of the second, the arrays did not come into their place. */
  private void killedBetweenTheTwoRenames() throws IOException {
    baselines.write(baseline(1));
    Path arrays = folder.resolve("outputs.safetensors");
    byte[] old = Files.readAllBytes(arrays);
    baselines.write(baseline(2));
    Files.move(
        arrays, folder.resolve(".outputs.safetensors.next"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(arrays, old);
  }

  private Optional<IOException> writeThatFails(Baseline baseline) {
    try {
      baselines.write(baseline);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private void write(Baseline baseline) {
    assertThat(writeThatFails(baseline)).isEmpty();
  }

  private Baseline read() throws FormatException {
    return baselines.read("pets", "1").orElseThrow();
  }

  private static Baseline captured(double value) {
    Baseline approved = baseline(value);
    return new Baseline(
        approved.suite(),
        approved.suiteDigest(),
        approved.model(),
        Status.CAPTURED,
        Optional.empty(),
        approved.provenance(),
        approved.caseIds(),
        approved.outputs(),
        approved.heldOut(),
        approved.heldOutAt(),
        approved.latencies(),
        approved.digest());
  }

  private static Baseline baseline(double value) {
    return Given.baseline(SUITE, Given.recorded(), 2, (capture, position) -> Given.row(value));
  }

  private static double centre(Baseline baseline) {
    return baseline.output(Given.OUT).centre().get(0).orElseThrow().toDoubles()[0];
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
