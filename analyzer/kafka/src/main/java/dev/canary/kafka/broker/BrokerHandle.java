package dev.canary.kafka.broker;

/**
 * A running broker of a folder: this process's own, or another's. Must be closed; a process that
 * forgets it still ends.
 */
public interface BrokerHandle extends AutoCloseable {
  /** Where to connect, as {@code host:port} on the loopback interface. */
  String bootstrap();

  /** True when the broker runs in this process and ends with {@link #close()}. */
  boolean owned();

  /** Stops the broker if it is this process's own; does nothing the second time. */
  @Override
  void close();
}
