package dev.canary.app;

import java.util.Objects;

/** The command line's entry point. */
public final class Main {

  private Main() {}

  /** Prints the version. */
  public static void main(String[] args) {
    String version = Main.class.getPackage().getImplementationVersion();
    System.out.println("canary " + Objects.requireNonNullElse(version, "(development)"));
  }
}
