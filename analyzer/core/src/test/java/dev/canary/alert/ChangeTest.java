package dev.canary.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.replay.Run;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Platform;
import dev.canary.target.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final Instant START = Instant.parse("2026-11-21T12:03:00Z");

  private static Run run(ModelIdentity model, Optional<Health> health) {
    return new Run("credit", model, START, Duration.ZERO, List.of(), health);
  }

  private static ModelIdentity model(String version, Optional<String> weights, String runtime) {
    return new ModelIdentity(
        "credit",
        Optional.of(version),
        Optional.empty(),
        weights,
        "OnnxRuntime",
        "1.28.0",
        runtime.isEmpty()
            ? Optional.empty()
            : Optional.of(new Platform("Linux", "amd64", "a processor", runtime)),
        Map.of());
  }

  private static Optional<Health> health(Sign ready, String version, String... remarks) {
    return Optional.of(
        new Health(
            Sign.yes("live"),
            ready,
            Map.of("metadata", Set.of(version)),
            OptionalLong.empty(),
            Health.WarmUp.NONE,
            List.of(remarks)));
  }

  private static List<String> changes(Run good, Run bad) {
    return Change.between(good, bad).stream().map(Change::text).toList();
  }

  @Test
  void whatBothTellOtherwiseHasChanged() {
    Run good = run(model("3", Optional.of("sha256:a"), "CPU"), health(Sign.yes("200"), "3"));
    Run bad = run(model("4", Optional.of("sha256:b"), "CUDA"), health(Sign.no("503"), "4", "slow"));

    assertThat(changes(good, bad))
        .containsExactly(
            "model version 3 -> 4",
            "weight digest sha256:a -> sha256:b",
            "platform Linux, amd64, a processor, CPU -> Linux, amd64, a processor, CUDA",
            "ready yes -> no: 503",
            "version at metadata 3 -> 4",
            "remark (not told) -> slow");
  }

  @Test
  void whatASilentServerDoesNotTellHasNotChanged() {
    Run good = run(model("3", Optional.of("sha256:a"), "CPU"), health(Sign.yes("200"), "3", "old"));
    Run silent = run(model("3", Optional.empty(), ""), Optional.empty());

    assertThat(changes(good, silent)).isEmpty();
    assertThat(changes(silent, good)).isEmpty();
  }

  @Test
  void theSentenceNamesWhenAndWhat() {
    List<Change> all = List.of(new Change("model version", "3", "4"));

    assertThat(new Changes(START, "bad", Optional.of("good"), all).text())
        .isEqualTo("since 2026-11-21T12:03:00Z: model version 3 -> 4");
    assertThat(new Changes(START, "bad", Optional.of("good"), List.of()).text())
        .contains("nothing that the model tells of itself has changed after good");
    assertThat(new Changes(START, "bad", Optional.empty(), List.of()).text())
        .contains("no good run before it");
  }
}
