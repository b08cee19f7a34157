package dev.canary.kafka;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Tells in milliseconds, and in words, that no broker listens. Kafka's clients would try for as
 * long as their time-out lasts and then report only that it has passed.
 */
final class Reachability {
  private Reachability() {}

  /**
   * Returns if an address accepts a connection.
   *
   * @throws BrokerException when none does
   */
  static void require(KafkaSettings settings, Duration within) {
    Optional<String> problem = problem(settings, within);
    if (problem.isPresent()) {
      throw new BrokerException(problem.get());
    }
  }

  /** Why no address accepts a connection; empty when one does. */
  static Optional<String> problem(KafkaSettings settings, Duration within) {
    List<String> addresses = settings.addresses();
    int each = Math.toIntExact(Math.max(1, within.toMillis() / addresses.size()));
    List<String> problems = new ArrayList<>();
    for (String address : addresses) {
      Optional<String> problem = problem(address, each);
      if (problem.isEmpty()) {
        return Optional.empty();
      }
      problems.add(address + " (" + problem.get() + ")");
    }
    return Optional.of("no broker at " + String.join(", ", problems));
  }

  private static Optional<String> problem(String address, int timeoutMillis) {
    InetSocketAddress resolved =
        new InetSocketAddress(Utils.getHost(address), Utils.getPort(address));
    if (resolved.isUnresolved()) {
      return Optional.of("unknown host");
    }
    try (Socket socket = new Socket()) {
      socket.connect(resolved, timeoutMillis);
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of("no answer");
    } catch (NoRouteToHostException e) {
      return Optional.of("no route to it");
    } catch (ConnectException e) {
      return Optional.of("connection refused");
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    }
  }
}
