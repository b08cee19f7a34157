package dev.canary.djl;

/**
 * What DJL must be told before its first class is initialised, for that moment decides.
 *
 * <p>{@code ai.djl.engine.Engine} reports usage while it is initialised, unless {@code
 * OPT_OUT_TRACKING} or offline mode says no; it downloads libraries that it misses, unless offline.
 * Both are refused here without asking: a check of a model must not depend on the network. The
 * number of threads is a default that a process may have set otherwise.
 *
 * <p>The unpacked natives lie where DJL puts them, or where {@code DJL_CACHE_DIR} says.
 */
final class DjlProperties {
  private DjlProperties() {}

  static void set() {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    setIfAbsent("ai.djl.pytorch.num_threads", "1");
    setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
  }

  private static void setIfAbsent(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
