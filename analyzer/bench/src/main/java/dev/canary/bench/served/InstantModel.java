package dev.canary.bench.served;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of the Open Inference Protocol in a process of its own that computes nothing: the model
 * {@code json} answers 1 KiB in JSON, {@code row} three numbers in JSON, {@code binary} 1 KiB in
 * bytes.
 *
 * <p>Started with {@code steady} it keeps every connection. Started with {@code fickle} it ends
 * each one after a number of requests or an idle time drawn for it, and tells nobody: a request
 * that is on its way meets a reset, as with any server whose keep-alive ends.
 *
 * <p>It prints its port, ends when its standard input does, and then prints how many inferences it
 * answered, over how many connections.
 */
public final class InstantModel {
  private static final int MOST_REQUESTS = 200;
  private static final int MOST_IDLE_MILLIS = 50;
  private static final int MOST_PAUSE_NANOS = 300_000;
  private static final PrintStream OUT = System.out;

  private final boolean fickle;
  private final Map<String, Answer> answers =
      Map.of("json", Answer.json(), "row", Answer.json(3), "binary", Answer.binary());
  private final Map<String, byte[]> firstRequests = new ConcurrentHashMap<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();

  private InstantModel(boolean fickle) {
    this.fickle = fickle;
  }

  /** Takes {@code steady} or {@code fickle}. */
  public static void main(String[] args) throws IOException {
    InstantModel model = new InstantModel(args[0].equals("fickle"));
    try (ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress())) {
      daemon(() -> model.accept(socket));
      OUT.println(socket.getLocalPort());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
    OUT.println(model.answered + " inferences over " + model.connections + " connections");
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket accepted = socket.accept();
        accepted.setTcpNoDelay(true);
        daemon(() -> serve(accepted));
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private void serve(Socket accepted) {
    Random chance = new Random(connections.incrementAndGet());
    int most = fickle ? 1 + chance.nextInt(MOST_REQUESTS) : Integer.MAX_VALUE;
    try (accepted) {
      Incoming request = new Incoming(accepted.getInputStream());
      for (int served = 0; served < most && request.next(); served++) {
        accepted.getOutputStream().write(answer(request));
        accepted.setSoTimeout(fickle ? 1 + chance.nextInt(MOST_IDLE_MILLIS) : 0);
      }
      if (fickle && chance.nextBoolean()) {
        LockSupport.parkNanos(chance.nextInt(MOST_PAUSE_NANOS));
      }
    } catch (SocketTimeoutException e) {
      // Idle for too long.
    } catch (IOException e) {
      // The client left.
    }
  }

  private byte[] answer(Incoming request) {
    String[] path = request.path().split("/", -1);
    String model = path[path.length - 2];
    return switch (path[path.length - 1]) {
      case "infer" -> {
        firstRequests.computeIfAbsent(model, any -> request.whole());
        answered.incrementAndGet();
        yield Objects.requireNonNull(answers.get(model)).to(request.id());
      }
      case "first-request" -> Answer.message("", Objects.requireNonNull(firstRequests.get(model)));
      default -> Answer.message("", "{}".getBytes(StandardCharsets.US_ASCII));
    };
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "instant-model");
    thread.setDaemon(true);
    thread.start();
  }
}
