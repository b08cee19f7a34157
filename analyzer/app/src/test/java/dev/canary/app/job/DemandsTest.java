package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the product was asked for, as a table: automated health checks of deployed models, by golden
 * inputs every ten seconds or every minute. Each row is a watch of the daemon, whose clock is in
 * the test's hand, against servers on real sockets. "When" is what the server does, run by run (of
 * several replicas, one after the other); "then" is what the events say: transition, run, causes;
 * behind it the health route's status and word after the last run, and the exit code of {@code
 * canary run} by then. Demands on time, to the millisecond: {@link DemandsOnTimeTest}; a restart by
 * the health route: {@code RestartTest}.
 */
@Timeout(180)
class DemandsTest {
  private static final String EVERY_TEN_SECONDS =
      """
      demand                                            | given                  | when                            | then                             | health         | exit
      a model that answers as it did alerts nobody      |                        | fine x3                         |                                  | 200 ok         | 0
      two failures in a row alert nobody                |                        | silent x2, fine                 |                                  | 200 ok         | 0
      three failures in a row alert                     |                        | silent x3                       | OPENED 3 UNREACHABLE             | 503 failing    | 2
      a fourth says nothing anew                        |                        | silent x4                       | OPENED 3 UNREACHABLE             | 503 failing    | 2
      a fine run between them begins the count anew     |                        | silent x2, fine, silent x2      |                                  | 200 pending    | 2
      any three failures count                          |                        | silent, 500, not-ready          | OPENED 3 NOT_READY               | 503 failing    | 2
      two of three alert where the policy says so       | failures: 2 of 3       | silent, fine, silent            | OPENED 3 UNREACHABLE             | 503 failing    | 2
      a blip is probed again at once and alerts nobody  |                        | blip, fine, blip, fine          |                                  | 200 ok         | 0
      an empty prediction with status 200 alerts        |                        | empty x3                        | OPENED 3 EMPTY                   | 503 failing    | 2
      two empty predictions do not                      |                        | empty x2, fine                  |                                  | 200 ok         | 0
      an Unknown category with status 200 alerts        |                        | fine, Unknown                   | OPENED 2 CONTRACT                | 503 failing    | 2
      one fine run does not end an alert                |                        | Unknown, fine                   | OPENED 1 CONTRACT                | 200 recovering | 0
      three fine runs and their time do                 |                        | Unknown, fine x3                | OPENED 1 CONTRACT; RESOLVED 4 CONTRACT | 200 ok   | 0
      over the budget of 200 ms alerts                  | budget: 200ms          | 250ms x3                        | OPENED 3 LATENCY                 | 503 failing    | 2
      twice over the budget does not                    | budget: 200ms          | 250ms x2, fine                  |                                  | 200 ok         | 0
      a cold start is not judged                        | budget: 800ms of max   | cold, warm, cold                |                                  | 200 ok         | 0
      a cold start after the warm-up is not, either     | warm-up, 800ms of max  | cold, warm, cold                |                                  | 200 ok         | 0
      a slower version is judged by its own baseline    | captured anew          | slower x3                       |                                  | 200 ok         | 0
      a version without a baseline is a warning         |                        | version-3 x3                    | OPENED 3 VERSION_CHANGE          | 200 unknown    | 3
      its cold start is not judged either               | budget: 800ms of max   | cold-version-3                  |                                  | 200 pending    | 3
      two runs of it are none yet                       |                        | version-3 x2, fine              |                                  | 200 ok         | 0
      one bad replica of three is named                 | 3 replicas             | fine x3 / Unknown x3 / fine x3  | 2: OPENED 1 CONTRACT             | 2: 503 failing | 2
      status 204 alerts                                 |                        | 204 x3                          | OPENED 3 EMPTY NOT_READY         | 503 failing    | 2
      status 301 alerts                                 |                        | 301 x3                          | OPENED 3 UNREACHABLE NOT_READY   | 503 failing    | 2
      status 400 alerts                                 |                        | 400 x3                          | OPENED 3 SCHEMA NOT_READY        | 503 failing    | 2
      status 401 alerts                                 |                        | 401 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 403 alerts                                 |                        | 403 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 404 alerts                                 |                        | 404 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 408 alerts                                 |                        | 408 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 413 alerts                                 |                        | 413 x3                          | OPENED 3 SCHEMA NOT_READY        | 503 failing    | 2
      status 422 alerts                                 |                        | 422 x3                          | OPENED 3 SCHEMA NOT_READY        | 503 failing    | 2
      status 429 alerts                                 |                        | 429 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 429 that asks for too long a wait alerts   |                        | 429-later x3                    | OPENED 3 NOT_READY               | 503 failing    | 2
      status 500 alerts                                 |                        | 500 x3                          | OPENED 3 UNREACHABLE NOT_READY   | 503 failing    | 2
      status 502 alerts                                 |                        | 502 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 503 alerts                                 |                        | 503 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      status 503 that asks for too long a wait alerts   |                        | 503-later x3                    | OPENED 3 NOT_READY               | 503 failing    | 2
      status 504 alerts                                 |                        | 504 x3                          | OPENED 3 NOT_READY               | 503 failing    | 2
      no status alerts at the second time               |                        | 400 x2, 503, fine               | OPENED 3 NOT_READY               | 200 recovering | 0
      two of them do not                                |                        | 422, 404, fine                  |                                  | 200 ok         | 0
      an error under status 200 alerts                  |                        | 200-error x3                    | OPENED 3 UNREACHABLE NOT_READY   | 503 failing    | 2
      a page of HTML under status 200 alerts            |                        | 200-html x3                     | OPENED 3 UNREACHABLE NOT_READY   | 503 failing    | 2
      """;

  private static final String EVERY_MINUTE =
      """
      demand                                            | given                  | when                            | then                             | health         | exit
      two failures in a row alert nobody                |                        | silent x2, fine                 |                                  | 200 ok         | 0
      three failures in a row alert                     |                        | silent x3                       | OPENED 3 UNREACHABLE             | 503 failing    | 2
      three fine runs and their time end an alert       |                        | Unknown, fine x3                | OPENED 1 CONTRACT; RESOLVED 4 CONTRACT | 200 ok   | 0
      """;

  @TempDir private static Path root = Path.of("");
  private static final Map<String, Demand.Outcome> OUTCOMES = new LinkedHashMap<>();
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @BeforeAll
  static void play() throws Exception {
    play("ha", Duration.ofSeconds(10), EVERY_TEN_SECONDS);
    play("batch", Duration.ofSeconds(60), EVERY_MINUTE);
  }

  private static void play(String preset, Duration period, String table) throws Exception {
    DemandStage stage = new DemandStage(root.resolve(preset), preset, period, Demand.read(table));
    OPEN.add(stage);
    stage.play().forEach((demand, outcome) -> OUTCOMES.put(preset + ": " + demand, outcome));
  }

  @AfterAll
  static void close() throws Exception {
    for (AutoCloseable each : OPEN) {
      each.close();
    }
  }

  static Stream<Demand.Row> everyTenSeconds() {
    return Demand.read(EVERY_TEN_SECONDS).stream();
  }

  static Stream<Demand.Row> everyMinute() {
    return Demand.read(EVERY_MINUTE).stream();
  }

  @ParameterizedTest
  @MethodSource
  void everyTenSeconds(Demand.Row row) {
    check("ha", row);
  }

  @ParameterizedTest
  @MethodSource
  void everyMinute(Demand.Row row) {
    check("batch", row);
  }

  private static void check(String preset, Demand.Row row) {
    Demand.Outcome outcome =
        OUTCOMES.getOrDefault(preset + ": " + row.demand(), Demand.Outcome.NONE);

    assertThat(outcome).isEqualTo(row.expected());
    assertThat(new Cli(root.resolve(preset)).run("run", row.watch(), "--quiet").exitCode())
        .isEqualTo(row.exitCode());
  }
}
