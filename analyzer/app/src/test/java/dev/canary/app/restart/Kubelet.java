package dev.canary.app.restart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does with a container what Kubernetes' kubelet does: liveness is asked only after the startup
 * probe has succeeded once; a status from 200 to 399 in time is a success; so many failures in a
 * row end the container, which is started again and begins anew (kubernetes 1.31,
 * pkg/kubelet/prober/worker.go; pkg/probe/http/http.go). A second of the manifest takes 50 ms here,
 * except for time-outs, and there is no back-off, which would only make restarts rarer.
 */
final class Kubelet implements AutoCloseable {
  private static final long SECOND_MILLIS = 50;
  private static final int GRACE_SECONDS = 40;
  private static final int LEAST_ERROR = 400;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ProbeSpec startup;
  private final ProbeSpec liveness;
  private final URI model;
  private final URI canary;
  private final Callable<ModelProcess> image;
  private ModelProcess container;
  private boolean started;
  private int failures;
  private int restarts;

  /**
   * Starts the container.
   *
   * @param model where it serves
   * @param canary the side-car
   */
  Kubelet(
      ProbeSpec startup, ProbeSpec liveness, URI model, URI canary, Callable<ModelProcess> image)
      throws Exception {
    this.startup = startup;
    this.liveness = liveness;
    this.model = model;
    this.canary = canary;
    this.image = image;
    container = image.call();
  }

  /** What runs now. */
  ModelProcess container() {
    return container;
  }

  int restarts() {
    return restarts;
  }

  /** Keeps the container running until something is so. */
  void until(Callable<Boolean> something) throws Exception {
    while (!something.call()) {
      probe();
      ProbeSpec next = started ? liveness : startup;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(next.periodSeconds() * SECOND_MILLIS));
    }
  }

  private void probe() throws Exception {
    if (!started) {
      started = succeeds(model, startup);
      return;
    }
    failures = succeeds(canary, liveness) ? 0 : failures + 1;
    if (failures >= liveness.failureThreshold()) {
      container.end(GRACE_SECONDS * SECOND_MILLIS);
      container = image.call();
      started = false;
      failures = 0;
      restarts++;
    }
  }

  private boolean succeeds(URI site, ProbeSpec probe) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(site.resolve(probe.path()))
              .timeout(Duration.ofSeconds(probe.timeoutSeconds()))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode() < LEAST_ERROR;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    container.close();
  }
}
