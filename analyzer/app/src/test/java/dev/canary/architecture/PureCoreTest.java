package dev.canary.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The core decides and touches nothing: time, chance, threads and the network stay outside. */
class PureCoreTest {

  /** Read the clock whatever their arguments are; so do `now` and `new Date()`, see below. */
  private static final Set<String> CLOCK =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Clock.system",
          "java.time.Clock.tickMillis",
          "java.time.Clock.tickMinutes",
          "java.time.Clock.tickSeconds",
          "java.time.InstantSource.system",
          "java.util.Calendar.getInstance");

  /** Draw, or seed themselves, whatever their arguments are. */
  private static final Set<String> CHANCE =
      Set.of(
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.security.SecureRandom.<init>",
          "java.security.SecureRandom.getInstance",
          "java.security.SecureRandom.getInstanceStrong",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.random.RandomGenerator.getDefault",
          "java.util.random.RandomGenerator.of",
          "org.apache.commons.rng.simple.RandomSource.createInt",
          "org.apache.commons.rng.simple.RandomSource.createLong");

  /** Draw, or seed themselves, when they are given no seed. */
  private static final Set<String> CHANCE_WITHOUT_SEED =
      Set.of(
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.util.random.RandomGeneratorFactory.create",
          "org.apache.commons.rng.simple.RandomSource.create");

  private static final String GENERATOR_OF_COMMONS_MATH =
      "org\\.apache\\.commons\\.math3\\.random\\..*\\.<init>";

  private static final Set<String> THREADS =
      Set.of(
          "java.lang.Thread.<init>",
          "java.lang.Thread.sleep",
          "java.lang.Thread.ofVirtual",
          "java.util.Timer.<init>",
          "java.util.concurrent.ForkJoinPool.commonPool",
          "java.util.concurrent.TimeUnit.sleep");

  /** What of java.net is only text. */
  private static final Set<String> TEXT_OF_NET =
      Set.of(
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.net.URLDecoder",
          "java.net.URLEncoder");

  @Test
  void readsNoClock() {
    neverAccesses(
        "read the clock",
        access ->
            CLOCK.contains(fullName(access))
                || (access.getName().equals("now")
                    && access.getTargetOwner().getPackageName().startsWith("java.time")
                    && parameters(access).stream().noneMatch(p -> p.isEquivalentTo(Clock.class)))
                || (fullName(access).equals("java.util.Date.<init>")
                    && parameters(access).isEmpty()));
  }

  @Test
  void drawsNoRandomNumberWithoutASeed() {
    neverAccesses(
        "draw without a seed",
        access ->
            CHANCE.contains(fullName(access))
                || (parameters(access).isEmpty()
                    && (CHANCE_WITHOUT_SEED.contains(fullName(access))
                        || fullName(access).matches(GENERATOR_OF_COMMONS_MATH)))
                || (fullName(access).equals("java.util.Collections.shuffle")
                    && parameters(access).size() == 1));
  }

  @Test
  void startsNoThreadAndNeverSleeps() {
    neverAccesses(
        "start a thread or sleep",
        access ->
            THREADS.contains(fullName(access))
                || access.getTargetOwner().getName().equals("java.util.concurrent.Executors"));
  }

  @Test
  void opensNoConnectionAndLogsNothing() {
    DescribedPredicate<HasName> onlyText =
        describe("are only text", type -> TEXT_OF_NET.contains(type.getName()));
    noClasses()
        .that()
        .resideInAnyPackage(Layout.within(Layout.CORE))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net..").and(DescribedPredicate.not(onlyText.forSubtype())))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..", "java.nio.channels.spi..", "java.util.logging..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.nio\\.channels\\..*Socket.*|java\\.lang\\.System\\$Logger.*")
        .check(Layout.CLASSES);
  }

  private static void neverAccesses(String what, Predicate<JavaAccess<?>> forbidden) {
    noClasses()
        .that()
        .resideInAnyPackage(Layout.within(Layout.CORE))
        .should()
        .accessTargetWhere(describe("they " + what, forbidden))
        .check(Layout.CLASSES);
  }

  /** The owner's name and the member's, with `<init>` for a constructor. */
  private static String fullName(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getName();
  }

  private static List<JavaClass> parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        ? target.getRawParameterTypes()
        : List.of();
  }
}
