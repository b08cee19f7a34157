package dev.canary.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final Path PAGE = Path.of("../../docs/distance.md");
  private static final String BEGIN = "<!-- measures: begin -->\n";
  private static final String END = "<!-- measures: end -->\n";

  @Test
  void noTwoMeasuresShareAName() {
    Map<String, String> owners = new HashMap<>();
    for (Measure measure : Catalogue.measures()) {
      List<String> names = new ArrayList<>(measure.aliases());
      names.add(measure.name());
      for (String plain : names.stream().map(Parameter::plain).distinct().toList()) {
        assertThat(owners.put(plain, measure.name())).as(plain).isNull();
      }
    }
  }

  static List<Measure> measures() {
    return Catalogue.measures();
  }

  @ParameterizedTest
  @MethodSource("measures")
  void noTwoThingsAMeasureIsToldShareAName(Measure measure) {
    Map<String, String> owners = new HashMap<>();
    List<Parameter<?>> all = new ArrayList<>(measure.kind().data());
    all.addAll(measure.parameters());
    for (Parameter<?> parameter : all) {
      List<String> names = new ArrayList<>(parameter.aliases());
      names.add(parameter.name());
      for (String plain : names.stream().map(Parameter::plain).distinct().toList()) {
        assertThat(owners.put(plain, parameter.name())).as(plain).isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ks_2samp, ks",
    "KS.test, ks",
    "Kolmogorov-Smirnov, ks",
    "cramervonmises_2samp, cvm",
    "ttest_rel, paired-t",
    "jensenshannon, jensen-shannon",
    "JS, jensen-shannon",
    "wasserstein_distance, wasserstein",
    "TV, total-variation",
    "Benjamini_Hochberg, bh"
  })
  void aMeasureIsFoundUnderTheNamesOfOthers(String alias, String name) {
    assertThat(Catalogue.measure(alias).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t-sne", "ks2", "wilcox"})
  void anUnknownNameIsRefusedWithAllThereAre(String name) {
    assertThatThrownBy(() -> Catalogue.measure(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("allowed: ks", "wilcoxon", "total-variation", "by");
  }

  @Test
  void aMisspelledNameIsGuessed() {
    assertThatThrownBy(() -> Catalogue.measure("wasertein"))
        .hasMessageEndingWith("(did you mean wasserstein?)");
  }

  @ParameterizedTest
  @MethodSource("measures")
  void whatAMeasureHasNotIsRefusedWithWhatItHas(Measure measure) {
    assertThatThrownBy(() -> measure.answer(Map.of("nanPolicy", new Given.Word("omit"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(measure.name() + " knows no \"nanPolicy\"; allowed: ")
        .hasMessageContaining(
            measure.kind().data().stream().map(Parameter::name).collect(Collectors.joining(", ")));
  }

  @ParameterizedTest
  @MethodSource("measures")
  void aMeasureWithoutDataSaysWhatItNeeds(Measure measure) {
    assertThatThrownBy(() -> measure.answer(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is missing: " + measure.name() + " needs ");
  }

  /** The page is the catalogue's own words, so that it cannot lie. */
  @Test
  void theReferencePageSaysWhatTheCatalogueHolds() throws IOException {
    String rendered = BEGIN + page() + END;
    Path fresh = Files.createDirectories(Path.of("target")).resolve("distance-measures.md");
    Files.writeString(fresh, rendered);

    assertThat(Files.readString(PAGE))
        .as("put %s between the marks of docs/distance.md", fresh)
        .contains(rendered);
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    for (Kind kind : Kind.values()) {
      List<Measure> measures =
          Catalogue.measures().stream().filter(measure -> measure.kind() == kind).toList();
      if (!measures.isEmpty()) {
        page.append("\n## ").append(kind.title()).append("\n\n");
        page.append("Data: ").append(kind.takes()).append(".\n");
        measures.forEach(measure -> describe(page, measure));
      }
    }
    return page.append('\n').toString();
  }

  private static void describe(StringBuilder page, Measure measure) {
    page.append("\n### `").append(measure.name()).append("`\n\n");
    page.append(measure.says()).append(" Also called ").append(code(measure.aliases()));
    page.append(".\n");
    if (!measure.parameters().isEmpty()) {
      page.append("\n| parameter | also called | allowed | default | does |\n");
      page.append("| --- | --- | --- | --- | --- |\n");
      for (Parameter<?> parameter : measure.parameters()) {
        page.append(
            "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                    parameter.name(),
                    code(parameter.aliases()),
                    parameter.allowed(),
                    parameter.standard(),
                    parameter.says()));
      }
    }
  }

  private static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
