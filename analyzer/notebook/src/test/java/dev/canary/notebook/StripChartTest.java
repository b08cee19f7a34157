package dev.canary.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class StripChartTest {
  @Test
  void eachCaseHasADotInItsOrderAndTheWorstAreNamed() throws Exception {
    Map<String, Double> zs = new LinkedHashMap<>();
    zs.put("calm", 0.5);
    zs.put("a < b & \"c\"", -40.0);
    zs.put("lost", Double.NaN);
    zs.put("far", 1e30);
    StripChart chart = new StripChart(zs, 3);
    NodeList dots = parse(chart.content()).getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(4);
    assertThat(title(dots, 1)).isEqualTo("a < b & \"c\": -40.0");
    assertThat(number(dots, 0, "cx")).isLessThan(number(dots, 1, "cx"));
    assertThat(number(dots, 1, "cy")).isGreaterThan(number(dots, 0, "cy"));
    assertThat(number(dots, 2, "cy")).isEqualTo(number(dots, 3, "cy"));
    assertThat(chart)
        .hasToString("3 of 4 cases beyond 3.0: lost NaN, far 1.00e+30, a < b & \"c\" -40.0");
  }

  @Test
  void withoutCasesItIsEmptyAndALimitMustBePositive() throws Exception {
    assertThat(
            parse(new StripChart(Map.of(), 3).content()).getElementsByTagName("circle").getLength())
        .isZero();
    assertThatThrownBy(() -> new StripChart(Map.of(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be above 0, found NaN");
  }

  private static String title(NodeList dots, int index) {
    return dots.item(index).getTextContent();
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
