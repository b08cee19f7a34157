package dev.canary.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom. A package that does not exist yet is no failure. */
class LayersTest {

  @Test
  void everyModuleIsSeenByTheseTests() {
    List<String> modules = new ArrayList<>(Layout.ADAPTERS);
    modules.add(Layout.APP);
    modules.add("stats");

    for (String module : modules) {
      assertThat(Layout.CLASSES)
          .as(module)
          .anyMatch(c -> c.getPackageName().startsWith(Layout.ROOT + "." + module));
    }
  }

  @Test
  void everyPackageHasItsPlaceInTheLayout() {
    classes().should().resideInAnyPackage(Layout.within(Layout.packages())).check(Layout.CLASSES);
  }

  @Test
  void noPackagesFormACycle() {
    slices().matching(Layout.ROOT + ".(**)").should().beFreeOfCycles().check(Layout.CLASSES);
  }

  static List<String> core() {
    return Layout.CORE;
  }

  @ParameterizedTest
  @MethodSource("core")
  void aPackageOfTheCoreUsesOnlyThoseBeforeIt(String name) {
    List<String> allowed = new ArrayList<>();
    allowed.add(name);
    if (!Layout.ALONE.contains(name)) {
      allowed.addAll(Layout.CORE.subList(0, Layout.CORE.indexOf(name)));
    }

    usesOfTheProductOnly(name, allowed);
  }

  static List<String> adapters() {
    return Layout.ADAPTERS;
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void anAdapterUsesOnlyTheCore(String name) {
    List<String> allowed = new ArrayList<>(Layout.CORE);
    allowed.add(name);

    usesOfTheProductOnly(name, allowed);
  }

  static List<String> http() {
    return Layout.HTTP;
  }

  @ParameterizedTest
  @MethodSource("http")
  void aPackageOfTheModuleHttpUsesOnlyThoseBeforeIt(String name) {
    List<String> allowed = Layout.HTTP.subList(0, Layout.HTTP.indexOf(name) + 1);

    noClasses()
        .that()
        .resideInAnyPackage(Layout.exactly(List.of(name)))
        .should()
        .dependOnClassesThat(
            resideInAPackage(Layout.within("http"))
                .and(not(resideInAnyPackage(Layout.exactly(allowed)))))
        .check(Layout.CLASSES);
  }

  @Test
  void everyPackageOfTheModuleHttpHasItsPlaceInTheOrder() {
    classes()
        .that()
        .resideInAPackage(Layout.within("http"))
        .should()
        .resideInAnyPackage(Layout.exactly(Layout.HTTP))
        .check(Layout.CLASSES);
  }

  @Test
  void aProtocolKnowsOfTheWireOnlyWhatIsAskedAndWhatIsAnswered() {
    noClasses()
        .that()
        .resideInAPackage(Layout.within("http.protocol"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(Layout.within("http.wire"))
                .and(not(nameMatching(".*\\.(WireRequest|WireAnswer)"))))
        .check(Layout.CLASSES);
  }

  @Test
  void onlyTheWireUsesTheHttpLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Layout.within("http.wire"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(Layout.CLASSES);
  }

  @Test
  void ofTheModuleHttpOnlyTheCodecAndTheProtocolsUseJackson() {
    noClasses()
        .that()
        .resideInAnyPackage(Layout.exactly(List.of("http.wire", "http", "http.command")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson..")
        .check(Layout.CLASSES);
  }

  private static void usesOfTheProductOnly(String name, List<String> allowed) {
    noClasses()
        .that()
        .resideInAPackage(Layout.within(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage(Layout.ROOT + "..")
                .and(not(resideInAnyPackage(Layout.within(allowed)))))
        .allowEmptyShould(true)
        .check(Layout.CLASSES);
  }

  static List<String> packages() {
    return Layout.packages();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aForeignLibraryIsUsedOnlyWhereItBelongs(String name) {
    List<String> allowed =
        new ArrayList<>(
            List.of(Layout.ROOT + "..", "java..", "javax..", "jdk..", "org.jspecify.."));
    allowed.addAll(Layout.FOREIGN.getOrDefault(name, List.of()));

    noClasses()
        .that()
        .resideInAPackage(Layout.within(name))
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage(allowed.toArray(String[]::new)))
                // Primitives and their arrays live in no package.
                .and(nameMatching(".*\\..*")))
        .allowEmptyShould(true)
        .check(Layout.CLASSES);
  }

  @Test
  void nothingOfTheProductUsesTheModelServerOfTheTests() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage(Layout.within(Layout.SERVER))
        .check(Layout.CLASSES);
  }

  @Test
  void onlyTheStoreSpeaksSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Layout.within("store"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(Layout.CLASSES);
  }

  @Test
  void ofTheAppOnlyTheWebServesPages() {
    noClasses()
        .that()
        .resideInAPackage(Layout.within(Layout.APP))
        .and()
        .resideOutsideOfPackage(Layout.within(Layout.APP + ".web"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.undertow..", "io.pebbletemplates..", "com.fasterxml.jackson..")
        .check(Layout.CLASSES);
  }

  @Test
  void onlyTheDaemonServesAModelOfItsOwn() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Layout.within(Layout.APP + ".serve"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.net.httpserver..")
        .check(Layout.CLASSES);
  }

  @Test
  void ofTheAppOnlyTheMetricsSpeakToPrometheus() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Layout.within(Layout.APP + ".metrics"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(Layout.CLASSES);
  }

  @Test
  void ofTheAppOnlyTheSamplesTrainModels() {
    noClasses()
        .that()
        .resideInAPackage(Layout.within(Layout.APP))
        .and()
        .resideOutsideOfPackage(Layout.within(Layout.APP + ".sample"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.tribuo..", "ai.onnx.proto..", "com.google.protobuf..")
        .check(Layout.CLASSES);
  }
}
