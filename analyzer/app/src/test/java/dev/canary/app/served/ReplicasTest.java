package dev.canary.app.served;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.server.ModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several addresses of one model: each is judged on its own. */
@Timeout(120)
class ReplicasTest {
  private final ServedSuite suite;

  ReplicasTest(@TempDir Path root) {
    this.suite = new ServedSuite(root);
  }

  @Test
  void aWrongReplicaIsFoundAndTheRightOneIsNotBlamed() throws Exception {
    try (ModelServer right = ServedSuite.server();
        ModelServer wrong = ServedSuite.server()) {
      suite.at(right, wrong).settings("watches: {house-price: {region: eu-1}}\n").trust();
      assertThat(Files.readString(suite.root().resolve("baselines/house-price/1/baseline.json")))
          .contains("\"replicas\"", ServedSuite.name(right), ServedSuite.name(wrong));
      wrong.swap(suite.flipped(18));
      List<String> lines = suite.run(1, "run", "--output", "json").lines();
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0))
          .contains("HEALTHY", replica(right), "\"region\":\"eu-1\"", "\"tier\":\"golden\"");
      assertThat(lines.get(1)).contains("DRIFTED", replica(wrong), "\"region\":\"eu-1\"");
      Cli.Answer table = suite.run(1, "run", "house-price");
      assertThat(table.out())
          .contains(
              "house-price/" + ServedSuite.name(right), "house-price/" + ServedSuite.name(wrong));
      Cli.Answer one = suite.run(0, "run", "house-price/" + ServedSuite.name(right));
      assertThat(one.out()).doesNotContain(ServedSuite.name(wrong)).contains("in eu-1");
      Cli.Answer explained = suite.run(0, "explain", "house-price/" + ServedSuite.name(wrong));
      assertThat(explained.out())
          .contains("replica   " + ServedSuite.name(wrong), "region    eu-1", "same verdict");
      assertThat(suite.run(0, "explain", "house-price").out()).contains(ServedSuite.name(right));
    }
  }

  @Test
  void aReplicaThatIsDownDoesNotStopTheOthers() throws Exception {
    ModelServer down = ServedSuite.server();
    try (ModelServer up = ServedSuite.server()) {
      suite.at(down, up).settings("").trust();
      down.close();
      List<String> lines = suite.run(2, "run", "--output", "json").lines();
      assertThat(lines.get(0)).contains("BROKEN", "UNREACHABLE", replica(down));
      assertThat(lines.get(0)).doesNotContain("VERSION_CHANGE");
      assertThat(lines.get(1)).contains("HEALTHY", replica(up));
      assertThat(suite.run(3, "doctor").out())
          .contains("BAD   model house-price/" + ServedSuite.name(down))
          .contains("ok    model house-price/" + ServedSuite.name(up));
    } finally {
      down.close();
    }
  }

  @Test
  void aNameThatIsNoReplicaIsToldWhichThereAre() throws Exception {
    try (ModelServer one = ServedSuite.server();
        ModelServer other = ServedSuite.server()) {
      suite.at(one, other).settings("");
      assertThat(suite.run(3, "run", "house-price/elsewhere:1").err())
          .contains(
              "no replica house-price/elsewhere:1; there is house-price/" + ServedSuite.name(one));
    }
  }

  @Test
  void theReplicasShareTheBudgetOfTheirWatch() throws Exception {
    try (ModelServer one = ServedSuite.server();
        ModelServer other = ServedSuite.server()) {
      suite.at(one, other).settings("").trust();
      assertThat(suite.run(0, "run", "--output", "json").lines())
          .allSatisfy(line -> assertThat(line).contains("\"share\":0.5,"));
    }
  }

  @Test
  void theSmokeTierSendsOneCaseAndCountsNothing() throws Exception {
    try (ModelServer server = ServedSuite.server()) {
      suite.at(server).settings("").trust();
      String line = suite.run(0, "run", "--tier", "smoke", "--output", "json").lines().get(0);
      assertThat(line)
          .contains("\"tier\":\"smoke\"", "\"cases\":1,", "\"evidence\":null", "+smoke\"")
          .doesNotContain("latency", "deviation.max");
      assertThat(suite.run(0, "run", "--tier", "smoke").out()).contains("smoke");
      assertThat(suite.run(0, "explain", "house-price").out())
          .contains("tier      smoke", "same verdict");
      server.swap(suite.flipped(18));
      Path file = suite.root().resolve("canaries/house-price/suite.yaml");
      Files.writeString(file, Files.readString(file) + "tags: [smoke]\n");
      assertThat(suite.run(1, "run", "--tier", "smoke").out()).contains("deviation.class");
    }
  }

  private static String replica(ModelServer server) {
    return "\"replica\":\"" + ServedSuite.name(server) + "\"";
  }
}
