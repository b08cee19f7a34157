package dev.canary.kafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The broker of a folder that this process holds, with the three ways to its end: {@link #close()},
 * the end of the process, and a program that has no other thread left. A broker that gave up is
 * closed as well, so that whoever comes next starts it again.
 */
final class OwnedBroker implements BrokerHandle {
  private static final long WATCH_MILLIS = 250;

  private final EmbeddedBroker broker;
  private final FolderLock lock;
  private final Path addressFile;
  private final Thread hook;
  private final CountDownLatch closed = new CountDownLatch(1);

  private OwnedBroker(EmbeddedBroker broker, FolderLock lock, Path addressFile) {
    this.broker = broker;
    this.lock = lock;
    this.addressFile = addressFile;
    this.hook = new Thread(this::stop, "canary-broker-hook");
  }

  static OwnedBroker of(EmbeddedBroker broker, FolderLock lock, Path addressFile) {
    OwnedBroker owned = new OwnedBroker(broker, lock, addressFile);
    Runtime.getRuntime().addShutdownHook(owned.hook);
    Thread watch = new Thread(owned::closeWhenAlone, "canary-broker-watch");
    watch.setDaemon(true);
    watch.start();
    return owned;
  }

  @Override
  public String bootstrap() {
    return broker.address();
  }

  @Override
  public boolean owned() {
    return true;
  }

  EmbeddedBroker broker() {
    return broker;
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs too, and finds all done.
    }
  }

  private synchronized void stop() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    try {
      Files.deleteIfExists(
          addressFile); // First, so that nobody connects to a broker that is going.
      broker.close();
    } catch (IOException e) {
      broker.close();
    } finally {
      release();
    }
  }

  private void release() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The broker's threads would keep a program alive that has ended without closing it. */
  private void closeWhenAlone() {
    try {
      while (!closed.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
        if (broker.threads().gaveUp() || broker.threads().areTheLast()) {
          close();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
