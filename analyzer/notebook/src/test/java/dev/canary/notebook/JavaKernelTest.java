package dev.canary.notebook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All tests share a kernel, as the cells of a notebook do: a new one costs half a second. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaKernelTest {
  private final JavaKernel kernel = new JavaKernel();

  @AfterAll
  void close() {
    kernel.onShutdown(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 1 | 2",
        "\"text\" | text",
        "int x = 3; x | 3",
        "int x = 3; x // said | 3",
        "null | null",
        "new double[][] {{1, 2}, {3}} | [[1.0, 2.0], [3.0]]",
        "import java.time.*; Duration.ofMinutes(1) | PT1M",
        "int twice(int n) { return 2 * n; } twice(4) | 8",
        "IntStream.range(0, 3).boxed().toList() | [0, 1, 2]",
        "dev.canary.tensor.Tensor.ofDoubles(new int[] {2}, 1, 2) | fp64[2]",
      })
  void aCellShowsTheValueOfItsLastExpression(String cell, String shown) throws Exception {
    assertThat(textOf(kernel.eval(cell))).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n ",
        "// said",
        "int x = 3;",
        "int x = 3; x;",
        "void f() {}",
        "Math.abs(1);",
        "import java.time.*;"
      })
  void aStatementShowsNothing(String cell) throws Exception {
    assertThat(kernel.eval(cell)).isNull();
  }

  @Test
  void aCellSeesWhatEarlierOnesDeclared() throws Exception {
    kernel.eval("record Point(int x) {}\nvar p = new Point(4);");
    assertThat(textOf(kernel.eval("p.x()"))).isEqualTo("4");
  }

  @Test
  void aMethodMayUseWhatItsCellDeclaresLater() throws Exception {
    assertThat(textOf(kernel.eval("int f() { return g(); }\nint g() { return 7; }\nf()")))
        .isEqualTo("7");
  }

  @Test
  void standardOutputIsThatOfTheProcess() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      kernel.eval("for (int i = 0; i < 2; i++) {\n  System.out.println(\"line \" + i);\n}");
    } finally {
      System.setOut(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("line 0\nline 1\n");
  }

  @Test
  void aDisplayableShowsItsContentAndItsText() throws Exception {
    DisplayData html =
        requireNonNull(
            kernel.eval("Displayable.html(\"<b>\" + Displayable.escape(\"<\") + \"</b>\")"));
    assertThat(html.getData(MIMEType.TEXT_HTML)).isEqualTo("<b>&lt;</b>");
    assertThat(textOf(html)).isEqualTo("[text/html]");
    DisplayData svg =
        requireNonNull(kernel.eval("new StripChart(List.of(\"a\"), 3).with(\"now\", 1)"));
    assertThat((String) svg.getData(MIMEType.IMAGE_SVG)).startsWith("<svg");
    assertThat(textOf(svg)).isEqualTo("now: 0 of 1 cases beyond 3.0");
  }

  @Test
  void aComplaintOfTheCompilerNamesLineAndReason() {
    assertComplaint("int x = 1;\n\nint y = absent + 1;")
        .isEqualTo(
            "line 3: cannot find symbol, symbol: variable absent\n    int y = absent + 1;\n            ^");
    assertComplaint("int x = \"a\";")
        .startsWith("line 1: incompatible types: java.lang.String cannot be converted to int");
    assertComplaint("int x = 1;\nint z = ;").startsWith("line 2: illegal start of expression");
    assertComplaint("\nfor (;;) {")
        .isEqualTo("line 2: what begins here has no end: a semicolon or a bracket is missing");
    assertComplaint("int x;\nvoid f() { g(); }").isEqualTo("line 2: cannot find method g()");
  }

  @Test
  void nothingOfACellWithWrongSyntaxRuns() throws Exception {
    kernel.eval("int x = 1;");
    assertComplaint("x = 2;\n) oh").startsWith("line 2: ");
    assertThat(textOf(kernel.eval("x"))).isEqualTo("1");
  }

  @Test
  void anExceptionIsShownDownToTheLineOfTheCell() {
    assertComplaint("int x = 1;\n\nif (x > 0)\n  throw new IllegalStateException(\"full\");")
        .isEqualTo("java.lang.IllegalStateException: full\n    at line 4");
    assertComplaint("\ndev.canary.tensor.Tensor.count(-1)")
        .startsWith(
            "java.lang.IllegalArgumentException: negative dimension in shape [-1]\n    at dev.canary.tensor.Tensor.count(")
        .endsWith("\n    at line 2");
  }

  @Test
  void anExceptionIsShownWithItsCauseAndTheCellItCameThrough() throws Exception {
    kernel.eval("\nvoid fail() {\n  throw new IllegalStateException(new Error(\"root\"));\n}");
    assertComplaint("fail();")
        .startsWith(
            "java.lang.IllegalStateException: java.lang.Error: root\n    at line 3 of an earlier cell\n    at line 1\n")
        .contains("caused by java.lang.Error: root");
    assertComplaint("int deep(int n) { return deep(n + 1); }\ndeep(0)")
        .startsWith("java.lang.StackOverflowError\n    at line 1\n")
        .contains(" more");
  }

  @Test
  void afterAFailureTheKernelGoesOn() throws Exception {
    assertComplaint("int kept = 5;\nthrow new RuntimeException();")
        .startsWith("java.lang.RuntimeException");
    assertThat(textOf(kernel.eval("kept"))).isEqualTo("5");
  }

  @Test
  void anErrorIsFormattedAsItsMessageAlone() {
    assertThat(kernel.formatError(new CellException("line 1: no\n  x")))
        .containsExactly("line 1: no", "  x");
  }

  @Test
  @Timeout(20)
  void aCellEndsThoughAThreadOfItRunsOn() throws Exception {
    kernel.eval("import java.util.concurrent.CountDownLatch;");
    kernel.eval("var begun = new CountDownLatch(1); var end = new CountDownLatch(1);");
    kernel.eval(
        "var t = new Thread(() -> { begun.countDown();"
            + " try { end.await(); } catch (InterruptedException e) {} });\n"
            + "t.start(); begun.await();");
    assertThat(textOf(kernel.eval("t.isAlive()"))).isEqualTo("true");
    kernel.eval("end.countDown();");
  }

  @Test
  @Timeout(20)
  void aSleepingCellCanBeInterrupted() throws Exception {
    CompletableFuture<Void> cell =
        CompletableFuture.runAsync(
            () ->
                assertComplaint("Thread.sleep(60_000);")
                    .startsWith("java.lang.InterruptedException"));
    while (!cell.isDone()) {
      kernel.interrupt();
      Thread.onSpinWait();
    }
    cell.get(1, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int x = 1; x | complete",
        "'' | complete",
        "for (;;) { | ''",
        "x + | ''",
        "int x = ) | invalid"
      })
  void aFrontEndIsToldWhetherACellIsWhole(String cell, String answer) {
    assertThat(kernel.isComplete(cell)).isEqualTo(answer);
  }

  @Test
  void namesAreCompletedInsideTheLastPiece() throws Exception {
    kernel.eval("String text = \"\";");
    String cell = "int x = 1;\ntext.isBl + 1";
    var options = kernel.complete(cell, cell.indexOf(" + 1"));
    assertThat(options.getReplacements()).containsExactly("isBlank()");
    assertThat(cell.substring(options.getSourceStart(), options.getSourceEnd())).isEqualTo("isBl");
  }

  private AbstractStringAssert<?> assertComplaint(String cell) {
    var thrown = assertThatThrownBy(() -> kernel.eval(cell)).isInstanceOf(CellException.class);
    return thrown.message();
  }

  private static String textOf(@org.jspecify.annotations.Nullable DisplayData shown) {
    return (String) requireNonNull(shown).getData(MIMEType.TEXT_PLAIN);
  }
}
