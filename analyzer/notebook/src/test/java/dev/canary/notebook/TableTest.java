package dev.canary.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table TABLE =
      Table.of("case", "z", "tags")
          .row("a<b", 0.0, List.of())
          .row("far-out", 123.456789, List.of("year", "unit"))
          .row("lost", Double.NaN, 7);

  @Test
  void asTextTheColumnsAreAligned() {
    assertThat(TABLE)
        .hasToString(
            """
            case     z      tags
            a<b      0
            far-out  123.5  year, unit
            lost     NaN    7""");
  }

  @Test
  void asHtmlEachCellIsEscaped() {
    assertThat(TABLE.mimeType()).isEqualTo("text/html");
    assertThat(TABLE.content())
        .startsWith("<table>\n<tr><th ")
        .contains(">a&lt;b</td>")
        .endsWith("</tr>\n</table>");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> TABLE.row("alone"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row has 1 cells under 3 headings: [alone]");
  }
}
