package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoreSettingsTest {
  @Test
  void aWorkspaceThatNamesNoStoreHasAFileThatKeepsNinetyDaysAndAHundredRuns() {
    StoreSettings settings = StoreSettings.ofWorkspace(Path.of("w"));

    assertThat(settings.place())
        .isEqualTo(new StoreSettings.SqliteFile(Path.of("w/.canary/state.db")));
    assertThat(settings.retention())
        .isEqualTo(new Retention(Duration.ofDays(90), 100, 1_000, Duration.ofDays(400)));
  }

  @Test
  void everySettingIsKept() {
    Retention retention = Retention.ofObservations(Duration.ofDays(1), 2);

    assertThat(StoreSettings.sqlite(Path.of("s")).withRetention(retention))
        .isEqualTo(new StoreSettings(new StoreSettings.SqliteFile(Path.of("s")), retention));
    assertThat(StoreSettings.postgres("u", Optional.of("me"), Optional.of("p")).place())
        .isEqualTo(new StoreSettings.Postgres("u", Optional.of("me"), Optional.of("p")));
  }

  @Test
  void aPasswordIsNeverShown() {
    StoreSettings settings =
        StoreSettings.postgres(
            "jdbc:postgresql://me:hunter2@host:5432/db?user=me&password=hunter2",
            Optional.of("me"),
            Optional.of("hunter2"));

    assertThat(settings.toString())
        .contains("jdbc:postgresql://host:5432/db", "me")
        .doesNotContain("hunter2");
  }

  @Test
  void retentionMustNotBeNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retention.ofObservations(Duration.ofDays(-1), 1))
        .withMessageContaining("PT-24H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retention.ofObservations(Duration.ZERO, -1))
        .withMessageContaining("-1");
  }

  @Test
  void theSchemaIsThatOfTheNewestMigration() {
    assertThat(Path.of("src/main/resources/db/migration").toFile().list())
        .hasSize(Schema.CURRENT)
        .anyMatch(name -> name.startsWith("V" + Schema.CURRENT + "__"));
  }
}
