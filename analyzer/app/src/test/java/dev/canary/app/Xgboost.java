package dev.canary.app;

import static org.junit.jupiter.api.Assumptions.abort;

/** Tells whether this machine has what XGBoost needs besides its jar. */
public final class Xgboost {
  private Xgboost() {}

  /** Skips the test, naming the missing library, where XGBoost does not load. */
  public static void assumeItLoads() {
    try {
      Class.forName("ml.dmlc.xgboost4j.java.XGBoostJNI");
    } catch (ClassNotFoundException | LinkageError e) {
      abort("XGBoost needs libgomp.so.1 (apt-get install libgomp1)");
    }
  }
}
