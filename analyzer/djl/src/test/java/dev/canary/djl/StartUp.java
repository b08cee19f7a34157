package dev.canary.djl;

import dev.canary.target.Target;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.util.List;

/** A process that opens one model and tells what it saw meanwhile. */
final class StartUp {
  private StartUp() {}

  /** Opens the model at this path; the first connection asked for is the watcher's own. */
  public static void main(String[] arguments) throws Exception {
    URL.setURLStreamHandlerFactory(protocol -> protocol.startsWith("http") ? new Watcher() : null);
    try {
      URI.create("http://watched.invalid/").toURL().openConnection(Proxy.NO_PROXY);
      throw new IllegalStateException("a connection went by unseen");
    } catch (IOException e) {
      System.out.println("watching");
    }
    try (Target target = Models.open(Path.of(arguments[0]))) {
      System.out.println("opened by " + target.identity().engine());
    }
    for (String key : List.of("seen.OPT_OUT_TRACKING", "seen.ai.djl.offline")) {
      System.out.println(key + "=" + System.getProperty(key));
    }
  }

  /** Names every address that is asked for through a URL, as DJL does, and refuses it. */
  private static final class Watcher extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      System.out.println("connection to " + url);
      throw new IOException("refused by the test");
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      return openConnection(url);
    }
  }
}
