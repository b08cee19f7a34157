package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.protocol.Description;
import dev.canary.http.protocol.Protocols;
import dev.canary.http.protocol.Told;
import dev.canary.target.Nonce;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {

  private static Setup setup(Optional<String> model, Optional<String> version) throws Exception {
    return new Setup(
        "mlflow",
        Protocols.of("mlflow", Map.of(), ""),
        Address.of("mlflow", URI.create("http://host:5000")),
        model,
        version,
        Manners.of(Map.of()),
        Credentials.of(Map.of(), Replays.NO_ENVIRONMENT),
        Nonce.NONE);
  }

  private static Set<String> words(@Nullable String text) {
    return text == null ? Set.of() : new TreeSet<>(Arrays.asList(text.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // answers | metadata | suite | version
        "2 |  |  | 2",
        "2 | 1 | 3 | 2",
        "  | 1 | 3 | 1",
        "  | 1 2 | 3 | 3",
        "  |  | 3 | 3",
        "  |  |  | ",
        "1 2 | 2 | 3 | 2",
        "1 2 |  |  | 1",
        "  | 1 2;2 | 3 | 2",
        "  | 1;2 | 3 | 3",
      })
  void theVersionIsThatOfTheAnswersThenOfTheMetadataThenOfTheSuite(
      @Nullable String answers,
      @Nullable String metadata,
      @Nullable String suite,
      @Nullable String version)
      throws Exception {
    Description told = Description.EMPTY;
    for (String place : metadata == null ? new String[0] : metadata.split(";", -1)) {
      told = told.and(Told.versions(place + " tells", words(place)));
    }

    assertThat(
            Identity.of(
                    setup(Optional.empty(), Optional.ofNullable(suite)),
                    told,
                    words(answers),
                    Set.of())
                .version())
        .isEqualTo(Optional.ofNullable(version));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // suite | listed | name
        "a | b | a",
        "  | b | b",
        "  | b c | host:5000",
        "  |  | host:5000",
      })
  void theNameIsTheSuitesThenTheOnlyOneThatIsListed(
      @Nullable String suite, @Nullable String listed, String name) throws Exception {
    Description told = Told.models(List.copyOf(words(listed)));

    assertThat(
            Identity.of(
                    setup(Optional.ofNullable(suite), Optional.empty()), told, Set.of(), Set.of())
                .name())
        .isEqualTo(name);
  }
}
