package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no store, or no longer one. */
final class BadFileTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  Path folder;

  @SuppressWarnings("NullAway.Init") // by name
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state.db");
  }

  private void refused(Path named, String words) {
    refused(() -> use(named), named, words);
  }

  private static void refused(ThrowingCallable attempt, Path named, String words) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(attempt)
        .withMessageContaining(named.toString())
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  /** Opens it, reads all of it, and writes to it. */
  private static void use(Path file) {
    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock())) {
      for (StoredRun run : store.history().recent(100)) {
        store.history().observations(run.id());
      }
      store.outbox().waiting(100);
      store.record(Samples.run("new"), Samples.events("new"));
    }
  }

  private byte[] soundStore() throws IOException {
    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock())) {
      for (int i = 0; i < 20; i++) {
        store.record(Samples.run("w@" + i), Samples.events("w@" + i));
      }
    }
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "this is a text file and no database at all"})
  void aFileOfAnotherKindIsLeftAsItIs(String content) throws IOException {
    Files.writeString(file, content.repeat(50));

    refused(file, "is not a store");

    assertThat(file).hasContent(content.repeat(50));
    assertThat(folder.toFile().list()).containsExactly("state.db");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aFileThatIsCutOffIsSaidToBe(int tenths) throws IOException {
    byte[] whole = soundStore();
    Files.write(file, Arrays.copyOf(whole, whole.length * tenths / 10));

    refused(file, "is damaged");
  }

  @Test
  void aChangedByteLeadsToAnErrorInOneLineOrToNone() throws IOException {
    byte[] whole = soundStore();
    Random random = new Random(7);
    for (int i = 0; i < 80; i++) {
      byte[] changed = whole.clone();
      changed[i < 25 ? i * 4 : random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Path copy = folder.resolve("copy" + i + ".db");
      Files.write(copy, changed);
      try {
        use(copy);
      } catch (StoreException e) {
        assertThat(e.getMessage()).contains(copy.toString()).doesNotContain("\n");
      }
    }
  }

  @Test
  void aDatabaseOfSomethingElseIsLeftAsItIs() throws SQLException, IOException {
    sql("create table theirs (x integer)");
    byte[] before = Files.readAllBytes(file);

    refused(file, "holds the tables of something else");

    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aStoreOfANewerProgramIsLeftAsItIs() throws SQLException, IOException {
    soundStore();
    sql(
        "insert into flyway_schema_history select 99, '99', 'later', 'SQL', 'V99__later.sql', 0,"
            + " installed_by, installed_on, 1, 1 from flyway_schema_history limit 1");

    refused(
        file, "newer Canary Analyzer (schema 99, this one knows " + Schema.CURRENT + "): update");
  }

  @Test
  void aFolderCannotBeAStore() {
    refused(folder, "is a folder");
  }

  @Test
  void aNameThatTheDriverWouldCutIsRefused() {
    refused(folder.resolve("what?.db"), "takes no '?'");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(file, "in the way");

    refused(() -> use(file.resolve("sub/state.db")), file.resolve("sub"), "make it by hand");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() {
    Path readOnly = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(readOnly), "needs Linux");

    refused(readOnly.resolve("state.db"), "make the file and its folder writable");
  }

  @Test
  void aChangedWordIsNotTakenForAVerdict() throws SQLException, IOException {
    soundStore();
    sql("update run set verdict = 'FINE' where id = 'w@3'");

    refused(file, "holds the unknown word FINE");
  }

  @Test
  void tornEvidenceNamesItsWatchAndTheCure() throws SQLException, IOException {
    soundStore();
    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock())) {
      Samples.recordCounted(store, "counted@1");
    }
    sql("update evidence set numbers = x'0102030405'");

    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock())) {
      assertThatThrownBy(() -> store.evidenceOf("credit-risk"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("watch credit-risk is damaged")
          .hasMessageContaining("starts afresh");
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement it = connection.createStatement()) {
      it.execute(statement);
    }
  }
}
