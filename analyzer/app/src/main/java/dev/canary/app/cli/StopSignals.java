package dev.canary.app.cli;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Hears the signals by which a process is asked to end, until it is closed: SIGTERM, SIGINT
 * (Ctrl-C) and SIGHUP (a terminal that goes away). The first is for {@link #await}; a second ends
 * the process at once, with 128 and its number for a code, as if nobody had heard it.
 *
 * <p>Without it Java would end with such a code even after an orderly end, which Kubernetes and
 * systemd take for a failure. Signals are heard by {@code sun.misc.Signal}, which stays open to
 * everybody (JEP 260); it is reached by its name, since the compiler warns of whoever imports it,
 * and lets nobody say that this is meant.
 */
final class StopSignals implements AutoCloseable {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
  private static final int BY_SIGNAL = 128;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Map<Object, Object> before = new HashMap<>();

  private StopSignals() {}

  /** Hears them from now on. */
  static StopSignals heard() {
    StopSignals signals = new StopSignals();
    NAMES.forEach(signals::hear);
    return signals;
  }

  /** Waits for the first. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** True once the first has come. */
  boolean isAsked() {
    return asked.getCount() == 0;
  }

  private void hear(String name) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object signal = signalClass().getConstructor(String.class).newInstance(name);
      Object own =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                came(arguments[0]);
                return null;
              });
      before.put(signal, handle(signal, own));
    } catch (ReflectiveOperationException e) {
      // Not known on this system, or kept from Java by -Xrs: it ends the process as it always did.
    }
  }

  private void came(Object signal) throws ReflectiveOperationException {
    if (isAsked()) {
      Runtime.getRuntime()
          .halt(BY_SIGNAL + (Integer) signalClass().getMethod("getNumber").invoke(signal));
    }
    asked.countDown();
  }

  private static Class<?> signalClass() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }

  /** Returns who heard it before. */
  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    return signalClass()
        .getMethod("handle", signalClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }

  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            handle(signal, handler);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a signal that was heard can be given back", e);
          }
        });
  }
}
