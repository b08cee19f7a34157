package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.RecordedWorkspace;
import dev.canary.app.web.Site.Changing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The picture of the page in the README: what a person sees on a day on which not all is well. */
@Tag("slow")
@Timeout(120)
class PictureTest {
  private static final int WIDTH = 1280;
  private static final int ROUNDS = 30;
  private static final double QUIET = 1e-9;
  private static final List<String> SUITES =
      List.of("churn", "credit-risk", "digits", "fraud", "house-price", "patients");

  @TempDir private Path folder = Path.of("");
  @TempDir private Path profile = Path.of("");
  private final Random noise = new Random(42);

  @Test
  void healthyDriftingAndBrokenWatchesAndAnAlertThatSomebodyHasTakenOver() throws Exception {
    try (Site site = Site.serving(workspace(), Site.http(Changing.ALLOWED));
        Chromium browser = new Chromium(profile)) {
      history(site);
      String churn =
          site.daemon.status().watch("churn").orElseThrow().alerts().alert().orElseThrow().id();
      site.daemon.acknowledge("churn", churn, "Ada", "rolling back");
      browser.prefer("light");
      browser.open(site.server.address());
      browser.await("document.getElementById('live').textContent.startsWith('Live')");
      browser.width(WIDTH);
      Path picture = Path.of("target/page/readme.png").toAbsolutePath();
      browser.screenshot(picture);

      assertThat(Files.size(picture)).isPositive();
      assertThat(browser.script("return document.body.innerText").asText())
          .contains("Broken", "taken by Ada", "Drifted", "Healthy");
    }
  }

  private RecordedWorkspace workspace() {
    RecordedWorkspace files = new RecordedWorkspace(folder, "kafka: none\n");
    SUITES.forEach(suite -> Site.trusted(files, suite));
    return files;
  }

  /** One suite breaks in the end, another before it; one drifts; one had a blip. */
  private void history(Site site) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      answer(site, "churn", i > 21 ? 2 : QUIET);
      answer(site, "credit-risk", i > 18 ? 0.004 : QUIET);
      answer(site, "fraud", i > 27 ? 2 : QUIET);
      answer(site, "patients", i == 11 ? 0.02 : QUIET);
      site.round(SUITES);
    }
  }

  /** Recorded answers that differ by so much from what was captured. */
  private void answer(Site site, String suite, double size) {
    double[] now =
        DoubleStream.of(Site.ANSWERS).map(p -> p + size * (noise.nextDouble() - 0.5)).toArray();
    site.files.answers(suite, now);
  }
}
