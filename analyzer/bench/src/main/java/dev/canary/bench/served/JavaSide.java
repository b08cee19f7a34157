package dev.canary.bench.served;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A contender in this process, called by threads that stay. */
final class JavaSide implements Side {
  private final Contender contender;
  private final ExecutorService pool = Executors.newCachedThreadPool();

  JavaSide(Contender contender) {
    this.contender = contender;
  }

  @Override
  public long[] serial(int calls) throws Exception {
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      contender.call();
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  @Override
  public long atOnce(int threads, int calls) throws Exception {
    AtomicInteger left = new AtomicInteger(calls);
    List<Future<?>> parts = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      parts.add(pool.submit(() -> share(left)));
    }
    for (Future<?> part : parts) {
      part.get();
    }
    return System.nanoTime() - start;
  }

  private boolean share(AtomicInteger left) throws Exception {
    while (left.getAndDecrement() > 0) {
      contender.call();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    pool.shutdown();
    contender.close();
  }
}
