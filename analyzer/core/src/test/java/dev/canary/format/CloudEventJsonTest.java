package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventJsonTest {
  @Test
  void anEventInStructuredModeIsTakenApartWithItsNumbersAsTheyAreSpelled() throws FormatException {
    CloudEventJson.Parts parts =
        CloudEventJson.read(
            "{\"specversion\": \"1.0\", \"id\": \"a\", \"sequence\": 7, \"subject\": null,"
                + " \"data\": {\"x\": 0.10, \"y\": 12345678901234567890.5, \"z\": [null, true]}}");

    assertThat(parts.attributes())
        .isEqualTo(Map.of("specversion", "1.0", "id", "a", "sequence", "7"));
    assertThat(parts.data())
        .contains("{\"x\":0.10,\"y\":12345678901234567890.5,\"z\":[null,true]}");
  }

  @Test
  void dataMayComeAsBytes() throws FormatException {
    assertThat(CloudEventJson.read("{\"data_base64\": \"eyJ4IjoxfQ==\"}").data())
        .contains("{\"x\":1}");
  }

  @Test
  void anEventMayHaveNoData() throws FormatException {
    assertThat(CloudEventJson.read("{\"id\": \"a\", \"data\": null}").data()).isEmpty();
    assertThat(CloudEventJson.read("{\"id\": \"a\"}").data()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{\"id\"", "{\"data_base64\": \"?\"}", "{\"data\": {]}"})
  void whatIsNoJsonObjectIsAnError(String text) {
    assertThatThrownBy(() -> CloudEventJson.read(text))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("the event: ");
  }
}
