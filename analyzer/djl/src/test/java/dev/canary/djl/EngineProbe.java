package dev.canary.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import java.util.List;

/**
 * Tells what DJL was told.
 *
 * <p>DJL finds this class as if it were an engine and makes one while its class {@code Engine} is
 * initialised: what the properties are at that moment is what decides.
 */
public final class EngineProbe implements EngineProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public EngineProbe() {
    for (String key : List.of("OPT_OUT_TRACKING", "ai.djl.offline")) {
      System.setProperty("seen." + key, String.valueOf(System.getProperty(key)));
    }
  }

  @Override
  public String getEngineName() {
    return "Probe";
  }

  @Override
  public int getEngineRank() {
    return Integer.MAX_VALUE - 1;
  }

  @Override
  public Engine getEngine() {
    throw new UnsupportedOperationException("a probe computes nothing");
  }
}
