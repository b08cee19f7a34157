package dev.canary.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "http://h, http, h, 80, h",
    "HTTPS://h, https, h, 443, h",
    "http://h:8080/a, http, h, 8080, h:8080",
    "https://u:p@h:8443, https, h, 8443, h:8443",
    "http://my_model:8000/x, http, my_model, 8000, my_model:8000",
    "http://u:p@my_model/x, http, my_model, 80, my_model",
    "http://[::1]:8000, http, ::1, 8000, [::1]:8000",
  })
  void an_address_names_a_server(
      URI address, String scheme, String host, int port, String authority) {
    Endpoint endpoint = Endpoint.of(address);
    assertThat(endpoint).isEqualTo(new Endpoint(scheme, host, port));
    assertThat(endpoint.authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h:80", "http:///a", "http://u:secret@my_model:x", "http://h:0"})
  void what_names_none_is_refused_without_its_secrets(String address) {
    assertThatThrownBy(() -> Endpoint.of(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("secret");
  }
}
