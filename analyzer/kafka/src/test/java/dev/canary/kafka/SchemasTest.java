package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas, over one sample of each type. */
class SchemasTest {
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  @Test
  void everyTypeOfTheseTopicsHasOne() {
    assertThat(Schemas.types())
        .containsExactlyInAnyOrder(
            "dev.canary.run.v1",
            "dev.canary.finding.v1",
            "dev.canary.alert.v1",
            "dev.canary.state.v1");
    assertThat(Schemas.of("com.example.other.v1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "finding", "alert", "state"})
  void itIsASchemaOfItsDraft(String name) {
    assertThat(
            FACTORY
                .getSchema(SchemaLocation.of(SchemaId.V202012))
                .validate(text(name), InputFormat.JSON))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "finding", "alert", "state"})
  void theSampleIsValid(String name) throws IOException {
    assertThat(problems(name, sample(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "run     | \"verdict\": \"DRIFTED\"      | \"verdict\": \"FINE\"",
        "run     | \"causes\": [\"SHIFTED\"]     | \"causes\": [\"TIRED\"]",
        "run     | \"statistic\": 4.25           | \"statistic\": \"4.25\"",
        "run     | \"statistic\": 4.25           | \"statistics\": 4.25",
        "run     | \"pValue\": 0.037             | \"pValue\": 37",
        "run     | \"outcome\": \"DEVIATED\"     | \"outcome\": \"deviated\"",
        "run     | \"decides\": \"margin\"       | \"decides\": \"chance\"",
        "run     | \"severity\": \"CRITICAL\"    | \"severity\": \"FATAL\"",
        "run     | \"deviation\": \"Infinity\"   | \"deviation\": \"huge\"",
        "run     | \"cases\": 32                 | \"cases\": -1",
        "run     | \"alerts\": 0                 | \"alarms\": 0",
        "run     | \"alert\": false             | \"alert\": 0",
        "run     | \"runsToAlert\": 1           | \"runsToAlert\": 0",
        "run     | \"origin\": \"held\"         | \"origin\": \"kept\"",
        "run     | \"lane\": \"fast\"           | \"lane\": \"quick\"",
        "run     | \"seed\": \"15e2             | \"seed\": \"15E2",
        "run     | \"creep\": {                 | \"extra\": null, \"creep\": {",
        "run     | \"startedAt\": \"2026         | \"startedAt\": \"on 2026",
        "finding | \"watch\": \"credit-risk\"    | \"watch\": null",
        "finding | \"schema\": \"dev.canary/finding/v1\" | \"schema\": \"dev.canary/finding/v2\"",
        "finding | \"cause\": \"NON_FINITE\"     | \"cause\": \"NAN\"",
        "alert   | \"transition\": \"OPENED\"   | \"transition\": \"RAISED\"",
        "alert   | \"severity\": \"CRITICAL\"   | \"severity\": \"BROKEN\"",
        "alert   | \"since\": \"2026            | \"since\": \"20260",
        "alert   | \"delaySeconds\": 20.5      | \"delaySeconds\": -1",
        "alert   | \"kind\": \"TRANSIENT\"      | \"kind\": \"LONG\"",
        "alert   | \"runId\"                  | \"run\"",
        "state   | \"openedAt\"               | \"opened\"",
        "state   | \"alerts\": [              | \"alerts\": null, \"x\": [",
        "state   | \"verdict\": \"BROKEN\"       | \"verdict\": null",
        "state   | \"at\": \"2026                | \"at\": \"20260",
      })
  void whatIsNotOfTheTypeIsRefused(String name, String found, String replacement)
      throws IOException {
    String sample = sample(name);
    assertThat(sample).contains(found);

    assertThat(problems(name, sample.replace(found, replacement))).isNotEmpty();
  }

  @Test
  void aRunThatIsNotCountedHasNoEvidence() throws IOException {
    String sample = sample("run");
    String without = sample.substring(0, sample.indexOf("\"evidence\"")) + "\"evidence\": null}";

    assertThat(problems("run", without)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"status\": 500, \"digest\": \"sha256:0\"}   | true",
        "{}                                           | true",
        "{\"status\": \"500\"}                         | false",
        "{\"status\": 500, \"answer\": \"raw bytes\"} | false"
      })
  void aCaseMayTellWhichAnswerItIsAboutAndNeverWhatItSays(String exchange, boolean valid)
      throws IOException {
    String told =
        sample("finding").replaceFirst("\"exchange\": \\{[^}]*}", "\"exchange\": " + exchange);

    assertThat(problems("finding", told).isEmpty()).isEqualTo(valid);
  }

  private static Set<ValidationMessage> problems(String name, String json) {
    JsonSchema schema = FACTORY.getSchema(closed(text(name)));
    return schema.validate(json, InputFormat.JSON);
  }

  /** The published ones are open, so that later versions may add to them; ours have no more. */
  private static String closed(String schema) {
    return schema.replace(
        "\"properties\": {", "\"additionalProperties\": false, \"properties\": {");
  }

  private static String text(String name) {
    return Schemas.of("dev.canary." + name + ".v1").orElseThrow();
  }

  private static String sample(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SchemasTest.class.getResourceAsStream("released/0.1.0/" + name + ".v1.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
