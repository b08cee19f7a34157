package dev.canary.app.action;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a follow-up stands between: alerts in a store, and a receiver on this machine. */
@Timeout(60)
abstract class FollowUpStage {
  /** Every action here is for the alerts of all watches but one. */
  static final Predicate<String> IS_MEANT = watch -> !watch.equals("other");

  @TempDir private Path folder = Path.of("");

  /** The lines for people. */
  final List<String> said = new ArrayList<>();

  final ActionCounts counts = new ActionCounts();

  @SuppressWarnings("NullAway.Init") // by start
  Endpoint endpoint;

  @SuppressWarnings("NullAway.Init") // by start
  Incidents incidents;

  @BeforeEach
  void start() throws IOException {
    endpoint = new Endpoint();
    incidents = new Incidents(folder.resolve("state.db"));
  }

  @AfterEach
  void end() {
    incidents.close();
    endpoint.close();
  }

  final Report report(String action) {
    return new Report(action, said::add, counts.of(action));
  }
}
