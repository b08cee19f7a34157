package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.web.Site.Changing;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
@Tag("slow")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChromiumTest {
  private static final Path SHOTS = Path.of("target/page").toAbsolutePath();
  private static final String WATCHES =
      """
      watches:
        credit-risk/10.0.0.7:8000: {suite: credit-risk, region: eu-central}
        credit-risk/10.0.0.8:8000: {suite: credit-risk, region: eu-central}
        churn-trial: {suite: churn, dryRun: true}\
      """;

  /**
   * The text below a contrast of 4.5 (WCAG 2.2, 1.4.3): large text may have less, none of it has.
   */
  private static final String PALE =
      """
      const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
      const light = (c) => { const [r, g, b] = rgb(c).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
        if (rgb(c).length < 4 || rgb(c)[3] > 0) return c; } return "rgb(255, 255, 255)"; };
      const found = [];
      for (const e of document.querySelectorAll("body *")) {
        if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility()) continue;
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) found.push(e.outerHTML.slice(0, 120) + " " + (a + 0.05) / (b + 0.05));
      }
      return found;
      """;

  @TempDir static Path folder = Path.of("");
  @TempDir static Path profile = Path.of("");

  private final Random noise = new Random(42);
  private @Nullable Site made;
  private @Nullable Chromium started;

  @BeforeAll
  void begin() throws Exception {
    RecordedWorkspace files = new RecordedWorkspace(folder, "kafka: none\n" + WATCHES + "\n");
    for (String suite : new String[] {"credit-risk", "churn", "digits", "patients"}) {
      String secret = suite.equals("patients") ? "private: true" : "";
      files.suite(suite, 30, "schedule: {every: 10s}", secret).answers(suite, Site.ANSWERS);
    }
    for (String suite : new String[] {"credit-risk", "churn", "digits", "patients"}) {
      Site.approve(folder, suite);
    }
    files.suite("forecast", 12).answers("forecast", RecordedWorkspace.spread(12));
    made = Site.serving(files, Site.http(Changing.ALLOWED));
    history();
    started = new Chromium(profile);
  }

  /** Thirty quiet runs, then one replica that drifts, one suite that breaks, one on trial. */
  private void history() throws Exception {
    for (int i = 0; i < 30; i++) {
      answer("credit-risk", 1e-9);
      site().run("credit-risk/10.0.0.7:8000");
      answer("credit-risk", i < 24 ? 1e-9 : 0.004);
      site().run("credit-risk/10.0.0.8:8000");
      answer("patients", i == 17 ? 0.02 : 1e-9);
      site().run("patients");
      site().run("digits");
      answer("churn", i > 27 ? 2 : 1e-9);
      site().run("churn-trial");
    }
    site().files.answers("digits", DoubleStream.of(Site.ANSWERS).map(p -> 1 - p).toArray());
    site().run("digits");
    site().run("forecast");
    answer("credit-risk", 1e-9);
  }

  /** Recorded answers that differ by so much from what was captured. */
  private void answer(String suite, double size) {
    double[] now =
        DoubleStream.of(Site.ANSWERS).map(p -> p + size * (noise.nextDouble() - 0.5)).toArray();
    site().files.answers(suite, now);
  }

  @AfterAll
  void end() throws Exception {
    if (started != null) {
      started.close();
    }
    if (made != null) {
      made.close();
    }
  }

  @BeforeEach
  void asUsual() throws Exception {
    browser().enableScripts();
    browser().prefer("light");
    browser().width(1280);
    browser().complaints();
  }

  @Test
  void withoutScriptsThePageIsWhole() throws Exception {
    browser().disableScripts();
    for (String path : new String[] {"", "watches/digits"}) {
      browser().open(page(path));
      String text = browser().script("return document.body.innerText").asText();
      assertThat(text).contains("digits", "Drifted", "labels permuted", "As of");
      assertThat(browser().script("return document.querySelectorAll('canvas').length").asInt())
          .isZero();
    }
    assertThat(browser().script("return document.querySelectorAll('#history tr').length").asInt())
        .isGreaterThan(30);
    assertThat(
            browser().script("return document.querySelectorAll('#cases tbody tr').length").asInt())
        .isEqualTo(30);
  }

  @Test
  void anOpenPageTakesOverWhatHasChangedAndKeepsTheFocus() throws Exception {
    browser().open(page(""));
    browser().await("document.getElementById('live').textContent.startsWith('Live')");
    String name = "churn";
    browser().script("document.querySelector('#w-" + name + " a').focus()");
    assertThat(browser().script("return document.querySelector('#w-churn').innerText").asText())
        .contains("No run yet");
    answer(name, 0);
    site().run(name);
    browser().await("document.querySelector('#w-churn').innerText.includes('Healthy')");
    assertThat(browser().script("return document.activeElement.textContent").asText())
        .isEqualTo(name);
    assertThat(browser().complaints()).isEmpty();
  }

  @Test
  void everyTextIsReadableLightAndDark() throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      browser().prefer(scheme);
      for (String path : new String[] {"", "watches/digits", "watches/patients"}) {
        browser().open(page(path));
        browser().script("document.querySelectorAll('details').forEach(d => d.open = true)");
        assertThat(texts(browser().script(PALE))).as(scheme + " /" + path).isEmpty();
      }
    }
    assertThat(browser().script("return getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(16, 20, 26)");
  }

  @Test
  void everythingIsReachedByTheKeyboardInTheOrderOfThePage() throws Exception {
    browser().open(page(""));
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      browser().press(Chromium.TAB);
      reached.add(browser().script("return document.activeElement.textContent.trim()").asText());
      assertThat(
              browser()
                  .script("return getComputedStyle(document.activeElement).outlineStyle")
                  .asText())
          .isEqualTo("solid");
    }
    assertThat(reached.subList(0, 2)).containsExactly("Skip to content", "Canary Analyzer");
    assertThat(reached.get(2)).isEqualTo(texts(browser().script(LINKS)).get(0));
    assertThat(reached.get(3)).isEqualTo(texts(browser().script(LINKS)).get(1));
  }

  private static final String LINKS =
      "return [...document.querySelectorAll('.watch a')].map(a => a.textContent)";

  @Test
  void everythingHasANameForThoseWhoDoNotSeeIt() throws Exception {
    for (String path : new String[] {"", "watches/digits"}) {
      browser().open(page(path));
      String nameless =
          """
          return [...document.querySelectorAll("input:not([type=hidden]), [role=img], [role=region], section, table, nav")]
            .filter((e) => !(e.labels?.length || e.getAttribute("aria-label") || e.caption
              || document.getElementById(e.getAttribute("aria-labelledby"))))
            .map((e) => e.outerHTML.slice(0, 100))
          """;
      assertThat(texts(browser().script(nameless))).as("/" + path).isEmpty();
      String levels =
          "return [...document.querySelectorAll('h1,h2,h3')].map(h => Number(h.tagName[1]))";
      int above = 0;
      for (JsonNode level : browser().script(levels)) {
        assertThat(level.asInt()).isLessThanOrEqualTo(above + 1);
        above = level.asInt();
      }
      String twice =
          "const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
              + " return ids.filter((id, i) => ids.indexOf(id) !== i)";
      assertThat(texts(browser().script(twice))).isEmpty();
    }
  }

  @Test
  void chartsAreDrawnAndNothingIsAskedForElsewhere() throws Exception {
    browser().open(page("watches/credit-risk%2F10.0.0.8%3A8000"));
    browser().await("document.querySelectorAll('#charts canvas').length === 2");
    String origins =
        "return performance.getEntriesByType('resource').map(r => new URL(r.name).origin)";
    assertThat(texts(browser().script(origins)))
        .isNotEmpty()
        .allMatch(origin -> page("").toString().equals(origin + "/"));
    assertThat(browser().complaints()).isEmpty();
  }

  @Test
  void aPersonAcknowledgesAnAlertOnThePage() throws Exception {
    browser().open(page("watches/churn-trial"));
    browser()
        .script(
            "const f = document.querySelector('form'); f.by.value = 'Ada'; f.token.value = '%s';"
                    .formatted(Site.TOKEN)
                + " f.requestSubmit();");
    browser().await("document.body.innerText.includes('taken by Ada')");
    assertThat(browser().script("return location.pathname").asText())
        .isEqualTo("/watches/churn-trial");
  }

  @Test
  void screenshotsForPeople() throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      browser().prefer(scheme);
      shot("", 1280, "watches-" + scheme);
      shot("watches/credit-risk%2F10.0.0.8%3A8000", 1280, "watch-" + scheme);
    }
    shot("watches/digits", 1280, "broken-dark");
    browser().prefer("light");
    shot("watches/patients", 1280, "private-light");
    shot("", 400, "watches-narrow");
    shot("watches/digits", 400, "watch-narrow");
    String wide =
        "return document.documentElement.scrollWidth <= 400 ? [] : [...document.querySelectorAll('body *')]"
            + ".filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > 400)"
            + ".map(e => e.outerHTML.slice(0, 120))";
    assertThat(texts(browser().script(wide))).isEmpty();
  }

  private void shot(String path, int width, String name) throws Exception {
    browser().open(page(path));
    browser().await("document.readyState === 'complete'");
    browser().width(width);
    browser().screenshot(SHOTS.resolve(name + ".png"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private URI page(String path) {
    return site().server.address().resolve("/" + path);
  }

  private Site site() {
    return Objects.requireNonNull(made);
  }

  private Chromium browser() {
    return Objects.requireNonNull(started);
  }
}
