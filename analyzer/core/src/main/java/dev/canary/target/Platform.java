package dev.canary.target;

/**
 * The machine and runtime that computed an answer; two equal platforms leave no benign reason for
 * another bit.
 *
 * @param os name of the operating system, for example {@code Linux}
 * @param arch for example {@code amd64}
 * @param cpu model name of the processor
 * @param runtime what runs the model's arithmetic, for example the JVM's version or {@code CPU, 2
 *     threads}
 */
public record Platform(String os, String arch, String cpu, String runtime) {
  /** All four on one line. */
  public String text() {
    return String.join(", ", os, arch, cpu, runtime);
  }
}
