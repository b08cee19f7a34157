package dev.canary.app.restart;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A probe of a manifest.
 *
 * @param path asked
 * @param periodSeconds between two
 * @param timeoutSeconds of each
 * @param failureThreshold how many in a row are a failure
 */
record ProbeSpec(String path, int periodSeconds, int timeoutSeconds, int failureThreshold) {
  /** As Kubernetes fills in what is not said. */
  private static final int PERIOD = 10;

  private static final int TIMEOUT = 1;
  private static final int THRESHOLD = 3;

  /** Reads the first probe of this kind after the container's name; these manifests are ours. */
  static ProbeSpec read(String manifest, String container, String kind) {
    String from = manifest.substring(manifest.indexOf("- name: " + container + "\n"));
    String probe = from.substring(from.indexOf(kind + ":"));
    String block = probe.substring(0, end(probe));
    Matcher path = Pattern.compile("path: \"?([^,\"}]+)").matcher(block);
    if (!path.find()) {
      throw new AssertionError("no path in " + block);
    }
    return new ProbeSpec(
        path.group(1),
        number(block, "periodSeconds", PERIOD),
        number(block, "timeoutSeconds", TIMEOUT),
        number(block, "failureThreshold", THRESHOLD));
  }

  /** Where what is indented no deeper than the probe begins. */
  private static int end(String probe) {
    Matcher next = Pattern.compile("\n {10}[a-z]").matcher(probe);
    return next.find() ? next.start() : probe.length();
  }

  private static int number(String block, String key, int or) {
    Matcher found = Pattern.compile(key + ": ([0-9]+)").matcher(block);
    return found.find() ? Integer.parseInt(found.group(1)) : or;
  }
}
