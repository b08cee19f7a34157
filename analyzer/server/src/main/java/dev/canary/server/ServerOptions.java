package dev.canary.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server serves, where, and how it behaves.
 *
 * @param port of HTTP; 0 for a free one
 * @param grpcPort 0 for a free one; without it there is no gRPC
 * @param latency added to every inference
 * @param cachedAnswers how many answers are kept and given again to equal inputs, as by Triton's
 *     response cache; 0 for none
 * @param notReady how long after the start nothing is ready; see also {@link
 *     ModelServer#becomeReady()}
 */
public record ServerOptions(
    List<ServedModel> models,
    int port,
    OptionalInt grpcPort,
    Noise noise,
    Duration latency,
    WarmUp warmUp,
    int cachedAnswers,
    Duration notReady,
    Optional<Access> access,
    Optional<Tls> tls) {

  public ServerOptions {
    models = List.copyOf(models);
    if (latency.isNegative() || notReady.isNegative() || cachedAnswers < 0) {
      throw new IllegalArgumentException(
          "latency, notReady and cachedAnswers: allowed is 0 or more");
    }
  }

  /** Starts from a server on a free port without gRPC that serves these models and nothing else. */
  public static Builder serving(ServedModel... models) {
    return new Builder(List.of(models));
  }

  /** Collects options. */
  public static final class Builder {
    private final List<ServedModel> models;
    private int port;
    private OptionalInt grpcPort = OptionalInt.empty();
    private Noise noise = Noise.NONE;
    private Duration latency = Duration.ZERO;
    private WarmUp warmUp = WarmUp.NONE;
    private int cachedAnswers;
    private Duration notReady = Duration.ZERO;
    private Optional<Access> access = Optional.empty();
    private Optional<Tls> tls = Optional.empty();

    private Builder(List<ServedModel> models) {
      this.models = models;
    }

    public Builder port(int number) {
      port = number;
      return this;
    }

    public Builder grpcPort(int number) {
      grpcPort = OptionalInt.of(number);
      return this;
    }

    public Builder noise(Noise given) {
      noise = given;
      return this;
    }

    public Builder latency(Duration given) {
      latency = given;
      return this;
    }

    public Builder warmUp(WarmUp given) {
      warmUp = given;
      return this;
    }

    public Builder cachedAnswers(int most) {
      cachedAnswers = most;
      return this;
    }

    public Builder notReady(Duration given) {
      notReady = given;
      return this;
    }

    public Builder access(Access given) {
      access = Optional.of(given);
      return this;
    }

    public Builder tls(Tls given) {
      tls = Optional.of(given);
      return this;
    }

    public ServerOptions build() {
      return new ServerOptions(
          models, port, grpcPort, noise, latency, warmUp, cachedAnswers, notReady, access, tls);
    }
  }
}
