package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.target.LoadException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "kserve-v2 | http://h:1 | http://h:1 | - | {}",
        "kserve-v2 | http://h:1/ | http://h:1 | - | {}",
        "kserve-v2 | http://h:1/v2 | http://h:1 | - | {}",
        "kserve-v2 | http://h:1/v2/models/a | http://h:1 | a | {}",
        "kserve-v2 | https://h/p/q/v2/models/a/ | https://h/p/q | a | {}",
        "kserve-v2 | http://h:1/v2/models/a/versions/3 | http://h:1 | a | {modelVersion=3}",
        "kserve-v2 | http://h:1/v2/models/a/infer | http://h:1 | a | {}",
        "kserve-v2 | http://h:1/v2/models/a/versions/3/infer | http://h:1 | a | {modelVersion=3}",
        "kserve-v2 | http://h:1/v2/models/a%20b | http://h:1 | a b | {}",
        "kserve-v2 | http://h:1/proxy | http://h:1/proxy | - | {}",
        "kserve-v1 | http://h:1/v1/models/a:predict | http://h:1 | a | {}",
        "tf-serving | http://h:1/v1/models/a/labels/stable | http://h:1 | a | {label=stable}",
        "tf-serving | http://h:1/v1/models/a/versions/2:predict | http://h:1 | a | {modelVersion=2}",
        "torchserve | http://h:1/predictions/a/1.0 | http://h:1 | a | {modelVersion=1.0}",
        "torchserve | http://h:1/predictions/a | http://h:1 | a | {}",
        "mlflow | http://h:1/invocations | http://h:1 | - | {}",
        "openai-chat | http://h:1/v1/chat/completions | http://h:1 | - | {}",
        "openai-embeddings | http://h:1/v1 | http://h:1 | - | {}",
        "generic | http://h:1/score/me | http://h:1/score/me | - | {}",
        "kserve-v2 | http://[::1]:8000/v2/models/a | http://[::1]:8000 | a | {}",
      })
  void anAddressIsSplitAsItsProtocolWritesIt(
      String protocol, String given, String base, String model, String implied) throws Exception {
    Address address = Address.of(protocol, URI.create(given));

    assertThat(address.base()).hasToString(base);
    assertThat(address.model().orElse(null)).isEqualTo(model);
    assertThat(address.implied()).hasToString(implied);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h/a", "http://u:p@h/", "http://h/a?b=c", "http://h/#a", "h"})
  void whatIsNoAddressOfAServerIsRefused(String given) {
    assertThatThrownBy(() -> Address.of("kserve-v2", URI.create(given)))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("target.model needs an address");
  }

  @Test
  void onlyThisMachineIsReachedWithoutAListener() throws Exception {
    assertThat(Address.of("mlflow", URI.create("http://127.0.0.1:1")).isOpen()).isFalse();
    assertThat(Address.of("mlflow", URI.create("http://localhost:1")).isOpen()).isFalse();
    assertThat(Address.of("mlflow", URI.create("https://models.example")).isOpen()).isFalse();
    assertThat(Address.of("mlflow", URI.create("http://models.example")).isOpen()).isTrue();
  }
}
