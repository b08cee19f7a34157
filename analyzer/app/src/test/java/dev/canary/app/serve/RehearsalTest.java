package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Opener;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.format.Workspace;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes before the first run of many watches, and that nothing of it stays. */
@Timeout(60)
class RehearsalTest {
  private static final String OFTEN = "schedule: {every: 50ms}";
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder = Path.of("");

  private final Queue<TargetSpec> opened = new ConcurrentLinkedQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicBoolean free = new AtomicBoolean();

  /** A model in a file whose watch is due 20 times a second. */
  private RecordedWorkspace workspace() {
    return new RecordedWorkspace(folder, "kafka: none\n")
        .suite("loans", 2, OFTEN)
        .answers("loans", 0.25, 0.75);
  }

  /** The watches of a workspace, whose models are these. */
  private static Roster over(Wiring wiring, Opener models) throws Exception {
    Roster read = Roster.read(wiring, Instant.now());
    return new Roster(
        read.posts(),
        read.golden().over(models, read.golden().recorder()),
        read.smoke().over(models, read.smoke().recorder()),
        read.readAt());
  }

  /** The same watches of a model elsewhere. */
  private static Roster at(TargetSpec target, Roster roster) {
    Map<String, Post> posts = new LinkedHashMap<>();
    for (Post post : roster.posts().values()) {
      Watched is = post.watch();
      Suite suite = is.suite().with(target);
      posts.put(
          is.name(),
          Post.of(new Watched(is.name(), suite, is.folder(), is.settings(), is.replica())));
    }
    return new Roster(posts, roster.golden(), roster.smoke(), roster.readAt());
  }

  private Opener noted(Opener usual) {
    return (suite, place) -> {
      opened.add(suite.target());
      return usual.open(suite, place);
    };
  }

  /** A model that lets nobody interrupt it. */
  private Opener hanging() {
    return noted(
        (suite, place) -> {
          asked.countDown();
          while (!free.get()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
          }
          throw new LoadException("too late");
        });
  }

  @AfterEach
  void release() {
    free.set(true);
  }

  @Test
  void modelsInFilesAreReplayedAndNothingOfItIsRecordedOrPublished() throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      new Rehearsal(20, LONG, () -> false).play(wiring, over(wiring, noted(wiring.targets())), 2);

      assertThat(opened).hasSizeGreaterThanOrEqualTo(20);
      assertNothingIsKept(wiring);
    }
  }

  static List<TargetSpec> elsewhere() {
    Place server = new Place.Server(List.of(URI.create("http://192.0.2.1/")));
    return List.of(
        TargetSpec.of("http", Path.of("x")).with(server),
        TargetSpec.of("grpc", Path.of("x")).with(server),
        TargetSpec.of("command", Path.of("model.py")));
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void neitherServersNorProcessesAreAskedButTheDaemonsOwnModel(TargetSpec target) throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Roster roster = at(target, over(wiring, noted(wiring.targets())));
      new Rehearsal(5, LONG, () -> false).play(wiring, roster, 2);

      assertThat(opened).hasSizeGreaterThanOrEqualTo(5);
      assertThat(opened).allMatch(spec -> spec.addresses().get(0).getHost().equals("127.0.0.1"));
      assertNothingIsKept(wiring);
    }
  }

  @Test
  void aModelThatHangsIsLeftBehindWhenTheTimeIsOver() throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      new Rehearsal(20, Duration.ofMillis(200), () -> false)
          .play(wiring, over(wiring, hanging()), 2);

      assertThat(free).isFalse();
      assertNothingIsKept(wiring);
    }
  }

  @Test
  void aDaemonThatIsAskedToStopStopsInTheMidstOfIt() throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      new Rehearsal(20, LONG, () -> asked.getCount() == 0).play(wiring, over(wiring, hanging()), 2);

      assertThat(asked.getCount()).isZero();
      assertThat(free).isFalse();
      assertNothingIsKept(wiring);
    }
  }

  @Test
  void whatGoesWrongInItIsNoMatter() throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Opener broken =
          (suite, place) -> {
            asked.countDown();
            throw new IllegalStateException("a fault of this program");
          };
      new Rehearsal(20, LONG, () -> asked.getCount() == 0).play(wiring, over(wiring, broken), 2);

      assertNothingIsKept(wiring);
    }
  }

  @Test
  void thereIsNoneForWatchesThatAreInTimeAnyway() throws Exception {
    workspace().suite("loans", 2, "schedule: {every: 10s}");
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      new Rehearsal(20, LONG, () -> false).play(wiring, over(wiring, noted(wiring.targets())), 2);

      assertThat(opened).isEmpty();
    }
  }

  private static void assertNothingIsKept(Wiring wiring) throws Exception {
    assertThat(wiring.store().history().recent(10)).isEmpty();
    assertThat(wiring.store().newestDue()).isEmpty();
    assertThat(wiring.outbox().size()).isZero();
  }
}
