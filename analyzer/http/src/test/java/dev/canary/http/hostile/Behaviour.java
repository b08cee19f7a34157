package dev.canary.http.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a server does to every connection, from reading the first request on. */
public enum Behaviour {
  /** Answers each request with {@code {"ok":1}} and keeps the connection. */
  WELL {
    @Override
    void serve(Line line) throws IOException {
      while (line.readRequest()) {
        line.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"ok\":1}");
      }
    }
  },
  /** Answers well once, and closes when it has read a second request on the connection. */
  WELL_ONCE {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"ok\":1}");
      line.readRequest();
    }
  },
  /** Reads the request and says nothing, for ever. */
  SILENT {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.awaitLeave();
    }
  },
  /** Does not even read. */
  DEAF {
    @Override
    void serve(Line line) throws IOException, InterruptedException {
      line.awaitServerClose();
    }
  },
  CLOSES_WITHOUT_ANSWER {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
    }
  },
  RESETS_WITHOUT_ANSWER {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.resetOnClose();
    }
  },
  CLOSES_MIDWAY {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
    }
  },
  RESETS_MIDWAY {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
      line.resetOnClose();
    }
  },
  CLOSES_WITHIN_CHUNK {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"half\":");
    }
  },
  /** A body of 1000 bytes, one at a time. */
  DRIPS_BODY {
    @Override
    void serve(Line line) throws IOException, InterruptedException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
      line.dripForEver("1");
    }
  },
  /** Header lines, one byte at a time. */
  DRIPS_HEAD {
    @Override
    void serve(Line line) throws IOException, InterruptedException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\n");
      line.dripForEver("X-More: 1\r\n");
    }
  },
  /** Informational answers, and never the final one. */
  CONTINUES_FOR_EVER {
    @Override
    void serve(Line line) throws IOException, InterruptedException {
      line.readRequest();
      line.dripForEver("HTTP/1.1 100 Continue\r\n\r\n");
    }
  },
  /** Header lines as fast as they go. */
  HEADERS_FOR_EVER {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\n");
      line.sendForEver("X-More: 1\r\n".repeat(1000));
    }
  },
  /** One header line without an end. */
  HEADER_WITHOUT_END {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nX-More: ");
      line.sendForEver("1".repeat(10_000));
    }
  },
  /** Five gigabytes, announced. */
  GIGABYTES {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n");
      line.sendForEver("1".repeat(10_000));
    }
  },
  /** Chunks as fast as they go. */
  CHUNKS_FOR_EVER {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      line.sendForEver("3e8\r\n" + "1".repeat(1000) + "\r\n");
    }
  },
  /** A body without any length, as fast as it goes. */
  BODY_FOR_EVER {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
      line.sendForEver("1".repeat(10_000));
    }
  },
  MORE_THAN_CONTENT_LENGTH {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"ok\":1}{\"more\":2}");
      line.awaitLeave();
    }
  },
  WRONG_CHUNKS {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"ok\":1}\r\n0\r\n\r\n");
      line.awaitLeave();
    }
  },
  /** A chunk that is longer than it says. */
  LONG_CHUNK {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"ok\":1}\r\n0\r\n\r\n");
      line.awaitLeave();
    }
  },
  NEGATIVE_LENGTH {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Length: -8\r\n\r\n{\"ok\":1}");
      line.awaitLeave();
    }
  },
  /** Another protocol. */
  NO_HTTP {
    @Override
    void serve(Line line) throws IOException {
      line.send("SSH-2.0-OpenSSH_9.2p1\r\n");
      line.awaitLeave();
    }
  },
  /** The port of gRPC: settings of HTTP/2, in a frame of 18 bytes. */
  HTTP_2 {
    @Override
    void serve(Line line) throws IOException {
      line.send("\0\0\22\4\0\0\0\0\0\0\4\0\0\1\0\0\5\0\0\1\0\0\6\0\0\1\0");
      line.awaitLeave();
    }
  },
  /** The port of TLS: an alert, unexpected message. */
  TLS_ALERT {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("\25\3\1\0\2\2\12");
    }
  },
  /** A small gzip body of many zeros. */
  GZIP_BOMB {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send(
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
              + Bytes.BOMB.length
              + "\r\n\r\n");
      line.send(Bytes.BOMB);
      line.awaitLeave();
    }
  },
  /** A gzip body cut short. */
  GZIP_CUT {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      byte[] all = Bytes.gzip("{\"ok\":1}".getBytes(StandardCharsets.US_ASCII));
      byte[] cut = Arrays.copyOf(all, all.length / 2);
      line.send(
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
              + cut.length
              + "\r\n\r\n");
      line.send(cut);
      line.awaitLeave();
    }
  },
  UNKNOWN_CODING {
    @Override
    void serve(Line line) throws IOException {
      line.readRequest();
      line.send("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\n\1\2\3\4");
      line.awaitLeave();
    }
  },
  /** Answers as soon as it has read the head of the request, and closes. */
  REFUSES_EARLY {
    @Override
    void serve(Line line) throws IOException {
      line.readHead();
      line.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
    }
  },
  REDIRECTS {
    @Override
    void serve(Line line) throws IOException {
      while (line.readRequest()) {
        line.send(
            "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
      }
    }
  };

  abstract void serve(Line line) throws IOException, InterruptedException;
}
