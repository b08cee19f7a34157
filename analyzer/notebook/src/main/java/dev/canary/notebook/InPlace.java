package dev.canary.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code of cells in this process and on the thread that asks, and keeps the last value as
 * the object it is: JShell itself would only hand over its text. The JDK's own engine of this kind
 * also waits for the threads that a cell starts, so that a cell that starts a broker would not end.
 */
final class InPlace extends DirectExecutionControl implements ExecutionControlProvider {
  private @Nullable Object value;
  private @Nullable Thread running;

  @Override
  public String name() {
    return "in-place";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
    return this;
  }

  /** The value of what ran last; null after a statement. */
  @Nullable Object value() {
    return value;
  }

  @Override
  protected String invoke(Method code) throws IllegalAccessException, InvocationTargetException {
    value = null;
    begin();
    try {
      value = code.invoke(null);
    } finally {
      end();
    }
    return "";
  }

  private synchronized void begin() {
    running = Thread.currentThread();
  }

  private synchronized void end() {
    running = null;
    // What comes next must not be hit by an interrupt that came too late.
    Thread.interrupted();
  }

  /** Interrupts what runs; code that does not look at interrupts goes on. */
  @Override
  public synchronized void stop() {
    if (running != null) {
      running.interrupt();
    }
  }
}
