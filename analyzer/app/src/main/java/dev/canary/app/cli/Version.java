package dev.canary.app.cli;

import dev.canary.app.job.Analyzer;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, from its jar. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"canary " + text()};
  }

  static String text() {
    return Analyzer.version();
  }
}
