package dev.canary.suite;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the model behind a suite is. */
public sealed interface Place {
  /** One line for people. */
  String text();

  /**
   * A file.
   *
   * @param path already resolved against the suite's folder
   */
  record File(Path path) implements Place {
    @Override
    public String text() {
      return path.toString();
    }
  }

  /**
   * A server, once or several times: replicas that should all answer alike.
   *
   * @param addresses each of one replica
   */
  record Server(List<URI> addresses) implements Place {
    /**
     * @throws IllegalArgumentException if there is no address
     */
    public Server {
      addresses = List.copyOf(addresses);
      if (addresses.isEmpty()) {
        throw new IllegalArgumentException("a server needs at least 1 address, found 0");
      }
    }

    /**
     * Each replica alone, under its name: host and port, and the path where two replicas share
     * these.
     */
    public Map<String, Server> replicas() {
      boolean told =
          addresses.stream().map(URI::getRawAuthority).distinct().count() == addresses.size();
      Map<String, Server> replicas = new LinkedHashMap<>();
      for (URI address : addresses) {
        String name = address.getRawAuthority() + (told ? "" : address.getRawPath());
        replicas.put(name, new Server(List.of(address)));
      }
      return replicas;
    }

    @Override
    public String text() {
      return addresses.stream().map(URI::toString).collect(Collectors.joining(", "));
    }
  }
}
