package dev.canary.http.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, most of them Python. */
@Timeout(60)
class CommandTargetTest {
  private static final String READ =
      """
      import json, os, subprocess, sys, time
      def answer(request, outputs):
          print(json.dumps({"id": request["id"], "outputs": outputs}), flush=True)
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needsPython() {
    boolean there =
        Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "python3")));
    assumeTrue(there, "no python3 on the PATH");
  }

  private Target open(String python) throws Exception {
    return open(python, Map.of());
  }

  private Target open(String python, Map<String, String> options) throws Exception {
    Files.writeString(folder.resolve("model.py"), python);
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent("run", "python3,model.py");
    return new CommandProvider().open(spec("model.py", all));
  }

  private TargetSpec spec(String model, Map<String, String> options) {
    return new TargetSpec(
        "command",
        new Place.File(folder.resolve(model)),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Reset.none(),
        options);
  }

  private static Case rows(float... x) {
    return Case.of("case", Input.of(Map.of("x", Tensor.ofFloats(new int[] {x.length / 2, 2}, x))));
  }

  private static PredictionException failure(Target target, Case golden) {
    try {
      Output output = target.predict(golden);
      throw new AssertionError("answered " + output);
    } catch (PredictionException e) {
      return e;
    }
  }

  @Test
  void theExampleOfThePageAnswers() throws Exception {
    Path page = Path.of("../../docs/command-target.md");
    String text = Files.readString(page);
    String example = text.substring(text.indexOf("```python\n") + 10, text.lastIndexOf("```"));

    try (Target target = open(example)) {
      target.expect(List.of());
      Output output = target.predict(rows(1.5f, 2, -1, 0.25f));

      assertThat(output.tensors()).containsEntry("y", Tensor.ofDoubles(new int[] {2}, 3.5, -0.75));
      assertThat(output.exchange().orElseThrow().facts()).containsKey(Exchange.REQUEST_ID);
      assertThat(target.identity().name()).isEqualTo("sums");
      assertThat(target.identity().version()).contains("3");
      assertThat(target.identity().artifactDigest())
          .contains(Digest.of(Files.readAllBytes(folder.resolve("model.py"))));
    }
  }

  @Test
  void everyBitOfANumberSurvivesBothWays() throws Exception {
    String echo =
        READ
            + """
            for line in sys.stdin:
                request = json.loads(line)
                answer(request, request["inputs"])
            """;
    Map<String, Tensor> tensors =
        Map.of(
            "f", Tensor.ofFloats(new int[] {4}, 0.1f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE),
            "d",
                Tensor.ofDoubles(new int[] {2, 2}, 0.1, Double.NaN, Double.NEGATIVE_INFINITY, -0.0),
            "l", Tensor.ofLongs(new int[] {2}, Long.MAX_VALUE, (1L << 53) + 1),
            "t", Tensor.ofTexts(new int[] {2}, List.of("\u00e4\"\n", "")),
            "b", Tensor.ofBooleans(new int[] {2, 1}, true, false),
            "s", Tensor.ofDoubles(new int[] {}, 1e300));

    try (Target target = open(echo)) {
      assertThat(target.predict(Case.of("a", Input.of(tensors))).tensors()).isEqualTo(tensors);
    }
  }

  @Test
  void pipesThatFillUpInBothDirectionsHoldNobodyUp() throws Exception {
    // Writes megabytes to both outputs before it reads the megabytes that are sent.
    String flood =
        READ
            + """
            sys.stderr.write("x" * 3000000 + "\\n")
            print("\\n" * 3000000)
            for line in sys.stdin:
                request = json.loads(line)
                sys.stderr.write("y" * 1000000)
                answer(request, request["inputs"])
            """;
    float[] many = new float[300_000];

    try (Target target = open(flood)) {
      Output output = target.predict(rows(many));
      assertThat(Objects.requireNonNull(output.tensors().get("x")).size()).isEqualTo(many.length);
    }
  }

  @Test
  void aProcessThatEndsIsToldWithItsLastWordsAndStartedAgainOnce() throws Exception {
    String dies =
        READ
            + """
            for line in sys.stdin:
                sys.stderr.write("out of memory\\n")
                sys.exit(3)
            """;

    try (Target target = open(dies)) {
      target.expect(List.of());
      PredictionException first = failure(target, rows(1, 2));
      assertThat(first.reason()).isEqualTo(Reason.MODEL_ERROR);
      assertThat(first).hasMessage("the process ended with exit code 3: out of memory");
      assertThat(failure(target, rows(1, 2))).hasMessageStartingWith("the process ended");
      assertThat(failure(target, rows(1, 2))).hasMessageStartingWith("not sent: ");
      target.expect(List.of());
      assertThat(failure(target, rows(1, 2))).hasMessageStartingWith("the process ended");
    }
  }

  @Test
  void noiseIsQuotedAndTheAnswerThatFollowsItIsNotTakenForTheNext() throws Exception {
    String noisy =
        READ
            + """
            noise = True
            for line in sys.stdin:
                request = json.loads(line)
                if noise:
                    print("Loading weights ...", flush=True)
                noise = False
                answer(request, {"y": {"dtype": "fp64", "shape": [], "data": request["inputs"]["x"]["data"][:1]}})
            """;

    try (Target target = open(noisy)) {
      PredictionException noise = failure(target, rows(1, 2));
      assertThat(noise.reason()).isEqualTo(Reason.BAD_ANSWER);
      assertThat(noise).hasMessageContaining("Loading weights ...");
      assertThat(noise.exchange()).isPresent();
      assertThat(target.predict(rows(7, 2)).tensors())
          .containsEntry("y", Tensor.ofDoubles(new int[] {}, 7));
    }
  }

  @Test
  void anErrorOfTheModelIsItsAnswer() throws Exception {
    String errs =
        READ
            + """
            for line in sys.stdin:
                print(json.dumps({"id": json.loads(line)["id"], "error": "no such feature"}), flush=True)
            """;

    try (Target target = open(errs)) {
      PredictionException error = failure(target, rows(1, 2));
      assertThat(error.reason()).isEqualTo(Reason.MODEL_ERROR);
      assertThat(error).hasMessage("no such feature");
    }
  }

  @Test
  void theAnswerToAnotherRequestIsRefused() throws Exception {
    String mixes =
        READ
            + """
            for line in sys.stdin:
                answer({"id": "another"}, {})
            """;

    try (Target target = open(mixes)) {
      assertThat(failure(target, rows(1, 2)))
          .hasMessageStartingWith("an answer to request id \"another\", asked was");
    }
  }

  @Test
  void whatDoesNotAnswerInTimeIsKilledWithAllThatItStarted() throws Exception {
    String hangs =
        READ
            + """
            child = subprocess.Popen(["sleep", "600"])
            with open("pids", "w") as pids:
                pids.write("%d %d" % (os.getpid(), child.pid))
            time.sleep(600)
            """;

    try (Target target = open(hangs, Map.of("timeouts.total", "PT4S"))) {
      PredictionException late = failure(target, rows(1, 2));

      assertThat(late.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(late).hasMessage("no answer within 4000 ms");
      for (String pid : Files.readString(folder.resolve("pids")).split(" ", -1)) {
        assertEnds(Long.parseLong(pid));
      }
    }
  }

  @Test
  void aTargetThatIsClosedLeavesNoProcess() throws Exception {
    String serves =
        READ
            + """
            child = subprocess.Popen(["sleep", "600"])
            for line in sys.stdin:
                request = json.loads(line)
                answer(request, {"pids": {"dtype": "int64", "shape": [2], "data": [os.getpid(), child.pid]}})
            """;

    double[] pids;
    try (Target target = open(serves)) {
      pids = Objects.requireNonNull(target.predict(rows(1, 2)).tensors().get("pids")).toDoubles();
    }
    for (double pid : pids) {
      assertEnds((long) pid);
    }
  }

  private static void assertEnds(long pid) throws Exception {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isPresent()) {
      handle.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aLineThatIsTooLongIsRefused() throws Exception {
    String long_ =
        READ + "sys.stdin.readline()\nprint(\"x\" * 100000, flush=True)\ntime.sleep(60)\n";

    try (Target target = open(long_, Map.of("maxAnswer", "65536"))) {
      assertThat(failure(target, rows(1, 2)))
          .hasMessage("a line is longer than the 65536 bytes allowed");
    }
  }

  @Test
  void aFileThatIsAProgramIsRunItself() throws Exception {
    Path program = folder.resolve("model.sh");
    Files.writeString(
        program,
        "#!/bin/sh\nread line\necho '{\"id\":\"1-case\",\"outputs\":{\"y\":{\"dtype\":\"bool\","
            + "\"shape\":[],\"data\":[true]}},\"version\":\"7\"}'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    try (Target target = new CommandProvider().open(spec("model.sh", Map.of()))) {
      assertThat(target.predict(rows(1, 2)).tensors())
          .containsEntry("y", Tensor.ofBooleans(new int[] {}, true));
      assertThat(target.identity().version()).contains("7");
    }
  }

  @Test
  void whatCannotBeStartedIsNoTarget() throws IOException {
    Files.writeString(folder.resolve("model.py"), "");

    assertThatThrownBy(
            () -> new CommandProvider().open(spec("model.py", Map.of("run", "no-such-program"))))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("no-such-program");
    assertThatThrownBy(() -> new CommandProvider().open(spec("gone.py", Map.of())))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("cannot be read");
  }
}
