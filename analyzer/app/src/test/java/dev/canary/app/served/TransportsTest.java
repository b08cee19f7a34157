package dev.canary.app.served;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.server.ModelServer;
import dev.canary.server.ServedModel;
import dev.canary.server.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a served model is found over each transport, by a baseline of this process. */
@Timeout(120)
class TransportsTest {
  private final ServedSuite suite;

  TransportsTest(@TempDir Path root) {
    this.suite = new ServedSuite(root);
  }

  @Test
  void aDamagedWeightIsFoundAndGoesWithIt() throws Exception {
    try (ModelServer server = server()) {
      suite.inProcess(server).trust();
      each(0, "HEALTHY", "every answer is bit-identical");
      server.swap(suite.flipped(18));
      each(1, "DRIFTED", "deviation.class");
      server.swap(ServedSuite.trained());
      each(0, "HEALTHY", "every answer is bit-identical");
    }
  }

  @Test
  void answersThatAreNoNumbersAreFound() throws Exception {
    try (ModelServer server = server()) {
      suite.inProcess(server).trust();
      server.swap(suite.spoilt());
      each(2, "BROKEN", "NON_FINITE");
    }
  }

  @Test
  void anotherVersionIsNoDrift() throws Exception {
    try (ModelServer server = server()) {
      suite.inProcess(server).trust();
      server.swap(ServedModel.of(ServedSuite.SUITE, "2", Samples.HOUSE_PRICE));
      each(3, "INCONCLUSIVE", "VERSION_CHANGE");
    }
  }

  /** Over gRPC the Open Inference Protocol counts no hits. */
  @Test
  void aCacheAnswersNoQuestionAboutTheModel() throws Exception {
    try (ModelServer server =
        ModelServer.start(
            ServerOptions.serving(ServedSuite.trained()).grpcPort(0).cachedAnswers(1000).build())) {
      suite.inProcess(server).trust();
      suite.run(0, "run", Transport.BINARY.word());
      for (Transport transport : List.of(Transport.BINARY, Transport.JSON)) {
        assertThat(suite.run(3, "run", transport.word()).out())
            .as(transport.word())
            .contains("INCONCLUSIVE", "CACHED");
      }
    }
  }

  private static ModelServer server() throws Exception {
    return ModelServer.start(ServerOptions.serving(ServedSuite.trained()).grpcPort(0).build());
  }

  private void each(int exitCode, String... said) {
    for (Transport transport : Transport.values()) {
      assertThat(suite.run(exitCode, "run", transport.word(), "--output", "json").out())
          .as(transport.word())
          .contains(said);
    }
  }
}
