package dev.canary.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Serves model files until it is ended: {@code MODEL... [--port N] [--grpc-port N] [--noise SD]
 * [--version V]}.
 *
 * <p>A model is served under the name of its file or, for {@code model.*}, of its folder; {@code
 * echo} is one that gives every input back.
 */
public final class Main {
  private static final String USAGE =
      "usage: serve.sh MODEL... [--port N] [--grpc-port N] [--noise SD] [--version V]";

  private int port;
  private int grpcPort;
  private double noise;
  private String version = "1";
  private final List<Path> files = new ArrayList<>();

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      serve(new Main().parse(args));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  // Not closed when the process is ended from outside: nothing outlives it.
  private static void serve(ServerOptions options) throws IOException, InterruptedException {
    try (ModelServer server = ModelServer.start(options)) {
      for (ServedModel model : options.models()) {
        System.out.println(server.http() + "/v2/models/" + model.name());
      }
      System.out.println(server.http());
      System.out.println(server.grpc());
      new CountDownLatch(1).await();
    }
  }

  private ServerOptions parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--")) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(args[i] + " needs a value; " + USAGE);
        }
        option(args[i], args[++i]);
      } else {
        files.add(Path.of(args[i]));
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(USAGE);
    }
    ServedModel[] models =
        files.stream().map(file -> served(file).as(version)).toArray(ServedModel[]::new);
    return ServerOptions.serving(models)
        .port(port)
        .grpcPort(grpcPort)
        .noise(new Noise(noise, 1))
        .build();
  }

  private static ServedModel served(Path file) {
    return file.equals(Path.of("echo")) ? ServedModel.echo("echo") : ServedModel.of(file);
  }

  private void option(String name, String value) {
    try {
      switch (name) {
        case "--port" -> port = Integer.parseInt(value);
        case "--grpc-port" -> grpcPort = Integer.parseInt(value);
        case "--noise" -> noise = Double.parseDouble(value);
        case "--version" -> version = value;
        default -> throw new IllegalArgumentException("unknown option " + name + "; " + USAGE);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " " + value + " is no number; " + USAGE, e);
    }
  }
}
