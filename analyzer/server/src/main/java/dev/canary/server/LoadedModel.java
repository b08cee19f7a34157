package dev.canary.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** One version of a model while it is served, with the behaviour that the options ask for. */
final class LoadedModel implements AutoCloseable {
  private final ServedModel served;
  private final Model model;
  private final ServerOptions options;
  private final ModelStats stats = new ModelStats();
  private final AnswerCache cache;
  private final AtomicInteger coldRequests;
  private final Random chance;
  // Shared by inferences; whole when the model is closed, which waits for them.
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  private LoadedModel(ServedModel served, Model model, ServerOptions options) {
    this.served = served;
    this.model = model;
    this.options = options;
    this.cache = new AnswerCache(options.cachedAnswers());
    this.coldRequests = new AtomicInteger(options.warmUp().requests());
    this.chance = new Random(options.noise().seed());
  }

  static LoadedModel open(ServedModel served, ServerOptions options) throws IOException {
    return new LoadedModel(served, served.source().open(), options);
  }

  String name() {
    return served.name();
  }

  String version() {
    return served.version();
  }

  Model model() {
    return model;
  }

  ModelStats.Snapshot stats() {
    return stats.snapshot();
  }

  /** Every output; empty if another model has taken this one's place in the meantime. */
  Optional<List<Tensor>> infer(List<Tensor> inputs) throws InferenceException {
    use.readLock().lock();
    try {
      return closed ? Optional.empty() : Optional.of(counted(inputs));
    } finally {
      use.readLock().unlock();
    }
  }

  private List<Tensor> counted(List<Tensor> inputs) throws InferenceException {
    long start = System.nanoTime();
    stats.begun();
    try {
      List<Tensor> outputs = options.cachedAnswers() > 0 ? cached(inputs) : computed(inputs);
      stats.succeeded(System.nanoTime() - start);
      return outputs;
    } catch (InferenceException | RuntimeException e) {
      stats.failed(System.nanoTime() - start);
      throw e;
    }
  }

  private List<Tensor> cached(List<Tensor> inputs) throws InferenceException {
    long start = System.nanoTime();
    Optional<List<Tensor>> known = cache.find(inputs);
    long took = System.nanoTime() - start;
    if (known.isPresent()) {
      stats.hit(took);
      return known.get();
    }
    stats.missed(took);
    List<Tensor> outputs = computed(inputs);
    cache.keep(inputs, outputs);
    return outputs;
  }

  private List<Tensor> computed(List<Tensor> inputs) throws InferenceException {
    long start = System.nanoTime();
    delay(options.latency());
    if (coldRequests.get() > 0 && coldRequests.getAndDecrement() > 0) {
      delay(options.warmUp().extra());
    }
    List<Tensor> outputs = noisy(model.infer(inputs));
    stats.computed(System.nanoTime() - start);
    return outputs;
  }

  private static void delay(Duration time) throws InferenceException {
    if (time.isZero()) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException(InferenceException.Reason.UNAVAILABLE, "the server is closing");
    }
  }

  private List<Tensor> noisy(List<Tensor> outputs) {
    if (options.noise().sd() == 0) {
      return outputs;
    }
    List<Tensor> noisy = new ArrayList<>();
    synchronized (chance) {
      outputs.forEach(tensor -> noisy.add(noisy(tensor)));
    }
    return noisy;
  }

  private Tensor noisy(Tensor tensor) {
    ByteBuffer in = tensor.raw();
    ByteBuffer out = Little.endian(new byte[in.remaining()]);
    double sd = options.noise().sd();
    if (tensor.datatype() == Datatype.FP32) {
      while (in.hasRemaining()) {
        out.putFloat((float) (in.getFloat() + sd * chance.nextGaussian()));
      }
    } else if (tensor.datatype() == Datatype.FP64) {
      while (in.hasRemaining()) {
        out.putDouble(in.getDouble() + sd * chance.nextGaussian());
      }
    } else {
      return tensor;
    }
    return new Tensor(tensor.name(), tensor.datatype(), tensor.shape(), out.flip());
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        model.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
