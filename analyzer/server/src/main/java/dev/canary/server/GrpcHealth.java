package dev.canary.server;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.stub.StreamObserver;

/**
 * gRPC's health service: the server under the empty name and that of its service, every model under
 * its own.
 */
final class GrpcHealth extends HealthImplBase {
  private final Serving serving;

  GrpcHealth(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
    String service = request.getService();
    boolean isKnown =
        service.isEmpty()
            || service.equals(inference.GRPCInferenceServiceGrpc.SERVICE_NAME)
            || !serving.repository().versions(service).isEmpty();
    if (!isKnown) {
      observer.onError(
          Status.NOT_FOUND.withDescription("unknown service " + service).asRuntimeException());
      return;
    }
    observer.onNext(
        HealthCheckResponse.newBuilder()
            .setStatus(serving.isReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
            .build());
    observer.onCompleted();
  }
}
