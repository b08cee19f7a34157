package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Transition.Kind;
import dev.canary.store.StoredTransition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandDeedTest {
  @TempDir private Path folder = Path.of("");

  private StoredTransition opened() {
    try (Incidents incidents = new Incidents(folder.resolve("state.db"))) {
      return incidents.happens("fraud; touch /tmp/x", Kind.OPENED);
    }
  }

  private CommandDeed command(Duration timeout, String... words) {
    return new CommandDeed(List.of(words), Map.of("WHERE", "here"), folder, timeout);
  }

  @Test
  void theProgramReadsTheEventAndSeesNoVariableButItsOwn() throws Exception {
    StoredTransition opened = opened();
    CommandDeed deed =
        command(Duration.ofSeconds(20), "/bin/sh", "-c", "cat > event.json; env > env.txt", "a b");

    assertThat(deed.about(opened)).isEmpty();

    assertThat(folder.resolve("event.json")).hasContent(opened.summary());
    assertThat(
            Files.readAllLines(folder.resolve("env.txt")).stream()
                .map(l -> l.substring(0, l.indexOf('='))))
        .contains("WHERE", "CANARY_EVENT_ID")
        .isSubsetOf(
            "WHERE",
            "CANARY_EVENT_ID",
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TZ",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_");
  }

  @Test
  void aProgramThatFailsOrIsNotThereIsToldWithoutWhatItPrinted() {
    StoredTransition opened = opened();

    assertThat(
            command(Duration.ofSeconds(20), "/bin/sh", "-c", "echo s3cret >&2; exit 3")
                .about(opened))
        .contains("/bin/sh ended with exit code 3");
    assertThat(command(Duration.ofSeconds(20), "./no-such").about(opened))
        .hasValueSatisfying(why -> assertThat(why).contains("./no-such cannot be started"));
  }

  @Test
  void aProgramThatDoesNotEndIsEndedWithAllThatItStarted() throws Exception {
    Path pid = folder.resolve("pid");
    CommandDeed deed =
        command(Duration.ofMillis(800), "/bin/sh", "-c", "sleep 600 & echo $! > pid; wait");

    assertThat(deed.about(opened())).contains("/bin/sh did not end within 800ms");

    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aProgramThatReadsNothingIsNotWaitedForLonger() {
    assertThat(command(Duration.ofSeconds(20), "/bin/true").about(opened())).isEmpty();
  }
}
