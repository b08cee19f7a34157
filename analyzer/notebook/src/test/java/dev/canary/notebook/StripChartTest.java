package dev.canary.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class StripChartTest {
  private static final List<String> IDS = List.of("calm", "a < b & \"c\"", "lost", "far");

  @Test
  void eachCaseHasADotInItsOrderAndTheWorstAreNamed() throws Exception {
    StripChart chart = new StripChart(IDS, 3).with("now", 0.5, -40.0, Double.NaN, 1e30);
    // The first dot is that of the legend.
    NodeList dots = parse(chart.content()).getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(5);
    assertThat(title(dots, 2)).isEqualTo("a < b & \"c\": -40");
    assertThat(number(dots, 1, "cx")).isLessThan(number(dots, 2, "cx"));
    assertThat(number(dots, 2, "cy")).isGreaterThan(number(dots, 1, "cy"));
    assertThat(number(dots, 3, "cy")).isEqualTo(number(dots, 4, "cy"));
    assertThat(chart)
        .hasToString("now: 3 of 4 cases beyond 3.0: lost NaN, far 1.00e+30, a < b & \"c\" -40.0");
  }

  @Test
  void ofSeveralRunsTheLastIsFilledAndWithoutNegativeNumbersNothingIsBelowZero() throws Exception {
    StripChart chart = new StripChart(IDS, 1).with("before", 0, 0, 0, 0).with("now", 0, 5, 6, 7);
    NodeList dots = parse(chart.content()).getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(10);
    assertThat(fill(dots, 1)).isEqualTo("white");
    assertThat(fill(dots, 7)).isEqualTo("#c0392b");
    assertThat(chart.content()).doesNotContain(">-1");
    assertThat(chart)
        .hasToString(
            "before: 0 of 4 cases beyond 1.0\n"
                + "now: 3 of 4 cases beyond 1.0: far 7.00, lost 6.00, a < b & \"c\" 5.00");
  }

  @Test
  void withoutCasesItIsEmptyAndWhatDoesNotFitIsRefused() throws Exception {
    StripChart empty = new StripChart(List.of(), 3);
    assertThat(parse(empty.content()).getElementsByTagName("circle").getLength()).isZero();
    assertThatThrownBy(() -> new StripChart(IDS, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be above 0, found NaN");
    assertThatThrownBy(() -> new StripChart(IDS, 3).with("now", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("now has 1 numbers for 4 cases");
  }

  private static String title(NodeList dots, int index) {
    return dots.item(index).getTextContent();
  }

  private static String fill(NodeList dots, int index) {
    return ((Element) dots.item(index)).getAttribute("fill");
  }

  private static double number(NodeList dots, int index, String name) {
    return Double.parseDouble(((Element) dots.item(index)).getAttribute(name));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
