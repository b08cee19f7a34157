package dev.canary.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The layout of the whole product, as the tests beside this class hold it. */
final class Layout {

  static final String ROOT = "dev.canary";

  /** The packages of the core: each may use only those before it. */
  static final List<String> CORE =
      List.of(
          "tensor",
          "stats",
          "measure",
          "suite",
          "target",
          "replay",
          "baseline",
          "check",
          "evidence",
          "quality",
          "verdict",
          "fault",
          "watch",
          "schedule",
          "alert",
          "plan",
          "event",
          "format");

  /** Packages at the bottom of the core: they use nothing else of it. */
  static final List<String> ALONE = List.of("tensor", "stats");

  /** The modules that touch the world: each sees the core and no other of them. */
  static final List<String> ADAPTERS = List.of("tribuo", "djl", "http", "grpc", "store", "kafka");

  /** The packages of the module http, the target itself among them: as those of the core. */
  static final List<String> HTTP =
      List.of("http.json", "http.wire", "http.protocol", "http", "http.command");

  /** The module that sees all. */
  static final String APP = "app";

  /** Foreign packages, and who may use them. What is not named here may not be used at all. */
  static final Map<String, List<String>> FOREIGN =
      Map.of(
          "stats",
          List.of(
              "org.apache.commons.math3..",
              "org.apache.commons.numbers..",
              "org.apache.commons.rng..",
              "org.apache.commons.statistics.."),
          "format",
          List.of("com.fasterxml.jackson..", "org.snakeyaml.engine..", "de.siegmar.fastcsv.."),
          "schedule",
          List.of("com.cronutils.."),
          "tribuo",
          List.of("org.tribuo..", "com.oracle.labs.mlrg.olcut..", "com.google.protobuf.."),
          "djl",
          List.of("ai.djl..", "ai.onnxruntime..", "ai.onnx.proto..", "com.google.protobuf.."),
          // Each in some packages of the module only, as LayersTest has it.
          "http",
          List.of("org.apache.hc.core5..", "com.fasterxml.jackson.."),
          "grpc",
          List.of(
              "io.grpc..",
              "com.google.protobuf..",
              "com.google.rpc..",
              // What grpc-stub returns for a call that is awaited.
              "com.google.common.util.concurrent..",
              "inference..",
              "grpc.health.v1.."),
          "store",
          List.of(
              "org.jdbi.v3..",
              "org.flywaydb..",
              "org.sqlite..",
              "org.postgresql..",
              "com.github.kagkarlsson.scheduler..",
              "com.zaxxer.hikari.."),
          "kafka",
          List.of("org.apache.kafka..", "kafka..", "scala..", "io.cloudevents.."),
          APP,
          List.of(
              "picocli..",
              "me.tongfei.progressbar..",
              // The web only, as LayersTest has it.
              "io.undertow..",
              "org.xnio..",
              "io.pebbletemplates..",
              "com.fasterxml.jackson.core..",
              // The JDK's own server, for the daemon's own model only, as LayersTest has it.
              "com.sun.net.httpserver..",
              // The metrics only, as LayersTest has it.
              "io.prometheus.metrics..",
              // The samples only, as LayersTest has it.
              "org.tribuo..",
              "com.oracle.labs.mlrg.olcut..",
              "com.google.protobuf..",
              "ai.onnx.proto.."));

  /** The model server of the tests and benchmarks, which is no part of the product. */
  static final String SERVER = "server";

  /** The compiled classes of every module of the product, without tests. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/dev/canary/" + SERVER + "/"))
          .importPackages(ROOT);

  private Layout() {}

  /** Every package directly below the root that there may be. */
  static List<String> packages() {
    return Stream.of(CORE, ADAPTERS, List.of(APP)).flatMap(List::stream).toList();
  }

  /** Matches packages, and none of those below them. */
  static String[] exactly(List<String> names) {
    return names.stream().map(name -> ROOT + "." + name).toArray(String[]::new);
  }

  /** Matches a package and those below it. */
  static String within(String name) {
    return ROOT + "." + name + "..";
  }

  static String[] within(List<String> names) {
    return names.stream().map(Layout::within).toArray(String[]::new);
  }
}
