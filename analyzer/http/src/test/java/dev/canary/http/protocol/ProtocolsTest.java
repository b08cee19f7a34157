package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.target.LoadException;
import dev.canary.target.Option;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolsTest {
  @Test
  void everyWordMakesAProtocol() throws LoadException {
    for (String word : Protocols.words()) {
      Map<String, String> options = word.equals("generic") ? Map.of("request", "{}") : Map.of();

      assertThat(Protocols.of(word, options, "a b/c")).as(word).isNotNull();
    }
  }

  @Test
  void eachOptionIsDeclaredOnceWithAllItsWords() {
    List<String> keys = Protocols.options().stream().map(Option::key).toList();

    assertThat(keys).doesNotHaveDuplicates();
    assertThat(Protocols.options())
        .filteredOn(option -> option.key().equals("format"))
        .flatExtracting(Option::words)
        .contains("row", "columnar", "dataframe_split", "csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kserve|``|target.protocol is \"kserve\"; allowed are kserve-v2, kserve-v1, tf-serving",
        "kserve-v1|signature=x|target.signature means nothing to kserve-v1; its options are instances, names, objects, types",
        "tf-serving|format=csv|target.format is \"csv\"; tf-serving allows row, columnar",
        "tf-serving|modelVersion=1;label=a|target.modelVersion and target.label exclude each other",
        "mlflow|params=[]|target.params must be a map of names to values",
        "kserve-v1|types=\"double\"|target.types is \"double\" where a type like fp32, int64 or string belongs",
        "openai-chat|params=3|target.params must be a map of names to values",
      })
  void whatMakesNoSenseIsNamed(String word, String options, String why) {
    assertThatThrownBy(() -> profile(word, options))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void aModelsNameIsEscapedInPaths() throws LoadException {
    assertThat(Protocols.of("kserve-v1", Map.of(), "a b/ä").ready().orElseThrow().request().path())
        .isEqualTo("v1/models/a%20b%2F%C3%A4");
  }
}
