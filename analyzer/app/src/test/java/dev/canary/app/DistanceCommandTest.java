package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code canary distance}: two files for a person, requests for a program. */
class DistanceCommandTest {
  private static final String REQUESTS =
      """
      {"id": 1, "test": "w1", "x": [0, 1, 2], "y": [1, 2, 3]}

      broken
      {"id": 1, "test": "w2", "x": [0], "y": [1]}
      {"id": "last", "test": "ks", "x": [NaN], "y": [1]}
      """;

  @TempDir private Path folder = Path.of("");
  private String a = "";
  private String b = "";

  @BeforeEach
  void write() throws IOException {
    a = file("now.csv", "id,p,label\nu,0.9,yes\nv,0.25,no\nw,0.5,yes\nx,0.5,no\n");
    b = file("then.csv", "id,p,label\nv,0.75,yes\nw,0.5,yes\nu,0.125,no\ny,0,no\n");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Cli.Answer distance(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "distance";
    System.arraycopy(args, 0, all, 1, args.length);
    return Cli.runBare(all);
  }

  @Test
  void every_request_is_answered_in_order() throws IOException {
    Cli.Answer answer = distance("--batch", file("requests.jsonl", "\uFEFF" + REQUESTS));

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.lines()).hasSize(4);
    assertThat(answer.lines().get(0)).startsWith("{\"id\":1,\"statistic\":1.0,");
    assertThat(answer.lines().get(1)).startsWith("{\"id\":null,\"error\":\"line 3 is not JSON");
    assertThat(answer.lines().get(2)).contains("\"id\":1,\"error\":\"there is no test \\\"w2\\\"");
    assertThat(answer.lines().get(3)).startsWith("{\"id\":\"last\",\"error\":\"x[0] is NaN");
    assertThat(answer.err().strip())
        .isEqualTo("canary: 3 of 4 requests were answered with an error");
  }

  @Test
  void requests_may_come_from_standard_input() {
    InputStream in = System.in;
    try {
      System.setIn(new ByteArrayInputStream(REQUESTS.getBytes(StandardCharsets.UTF_8)));

      assertThat(distance("--batch", "-", "--quiet").lines()).hasSize(4);
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void requests_that_cannot_be_read_end_with_3() {
    Cli.Answer answer = distance("--batch", folder.resolve("none.jsonl").toString());

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("none.jsonl does not exist");
  }

  @Test
  void two_files_are_shown_as_facts_then_pairs_then_heaps() {
    Cli.Answer answer = distance(a, b);

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("paired by id: 3 pairs; differences are A - B")
        .contains("only in A: 1 (x)", "only in B: 1 (y)")
        .containsPattern("p +66.67 % +0.77500 at u")
        .containsPattern("label +66.67 % +1 from no to yes, 1 from yes to no; the first is u")
        .containsSubsequence("Paired: ", "sign-flip", "Unpaired: ", "ks")
        .contains("blind to predictions that changed places")
        .doesNotContain("\u001b");
  }

  @Test
  void measures_are_chosen_and_told_something() {
    Cli.Answer answer =
        distance(a, b, "--measure", "js,w1", "--param", "bins=0.3,0.6", "--param", "base=2");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("Jensen-Shannon distance (bit) over 3 given bins", "Wasserstein")
        .doesNotContain("Paired: ");
  }

  @Test
  void json_is_one_object_with_every_digit() {
    Cli.Answer answer = distance(a, b, "--output", "json", "--measure", "chebyshev");

    assertThat(answer.lines()).hasSize(1);
    assertThat(answer.out())
        .startsWith("{\"schema\":\"dev.canary/distance/v1\"")
        .contains("\"pairedBy\":\"id\",\"pairs\":3")
        .contains("\"measure\":\"chebyshev\",\"column\":\"p\",\"statistic\":0.775,");
  }

  @Test
  void what_cannot_be_compared_is_said_in_one_line() {
    assertSaid(distance(a), "name two files, A and B, or --batch FILE");
    assertSaid(distance(a, b, "--batch", "-"), "either two files or --batch FILE");
    assertSaid(distance(a, b, "--unpaired", "--paired"), "either --unpaired or");
    assertSaid(distance(a, b, "--measure", "kss"), "there is no test \"kss\"");
    assertSaid(distance(a, b, "--measure", "ks", "--param", "zeros=pratt"), "ks knows no");
    assertSaid(distance(a, b, "--measure", "sign", "--unpaired"), "sign compares pairs");
    assertSaid(distance(a, b + ".txt"), "allowed: .csv, .jsonl");
    assertSaid(distance(a, b, "--id", "key"), "no column \"key\" for ids");
  }

  private static void assertSaid(Cli.Answer answer, String problem) {
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("canary: ").contains(problem);
  }
}
