package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.app.job.CannotRunException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  /** The example of the verifiers of Standard Webhooks: secret, id, time, body and signature. */
  @Test
  void aKnownMessageHasItsKnownSignature() throws Exception {
    Signature signature = Signature.of("pager", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(
            signature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}"))
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void theIdOfAMessageHoldsNoDotAndIsTheSameForTheSameTransition() {
    String transition = "w/10.0.0.7:8000!2026-11-01T12:00:00.5Z/opened/2026-11-01T12:00:20.5Z";

    assertThat(Signature.id(transition))
        .isEqualTo(Signature.id(transition))
        .matches("msg_[0-9a-f]{32}")
        .isNotEqualTo(Signature.id(transition + "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2-hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64!!"})
  void whatIsNoSigningSecretIsRefusedWithoutBeingQuoted(String secret) {
    assertThatExceptionOfType(CannotRunException.class)
        .isThrownBy(() -> Signature.of("pager", secret))
        .withMessageContaining("actions.pager.secret")
        .withMessageContaining("openssl rand -base64 32")
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("hunter2", "c2hvcnQ", "not base64"));
  }
}
