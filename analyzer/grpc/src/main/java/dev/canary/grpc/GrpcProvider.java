package dev.canary.grpc;

import dev.canary.suite.Place;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.net.URI;
import java.util.List;

/**
 * Opens models behind servers that speak the Open Inference Protocol, version 2, over gRPC: type
 * {@code grpc}, at {@code grpc://host:port/model} or, over TLS, {@code grpcs://host:port/model}.
 *
 * <p>Nothing is sent before the first replay, so that a server that is down is an observation.
 */
public final class GrpcProvider implements TargetProvider {
  @Override
  public String type() {
    return "grpc";
  }

  @Override
  public List<Option> options() {
    return Settings.OPTIONS;
  }

  @Override
  public boolean runsNativeCode(TargetSpec spec) {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LoadException if the address, a setting or a secret makes no sense
   */
  @Override
  public Target open(TargetSpec spec) throws LoadException {
    if (!(spec.place() instanceof Place.Server server)) {
      throw new LoadException(
          "target.model is %s; allowed are %s".formatted(spec.place().text(), Address.FORMS));
    }
    List<URI> addresses = server.addresses();
    if (addresses.size() != 1) {
      throw new LoadException(
          "a target of type grpc takes 1 address, found " + addresses.size() + ": one per replica");
    }
    Address address = Address.of(addresses.get(0));
    Settings settings = Settings.of(spec.options(), address);
    return new GrpcTarget(address, settings, spec.version(), Connection.open(address, settings));
  }
}
