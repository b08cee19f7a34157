package dev.canary.grpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a server may do in the place of an answer. */
enum Behaviour {
  SILENT(Frames::awaitLeave),
  /** Takes the connection, and says not even what HTTP/2 or TLS begin with. */
  SAYS_NOTHING_AT_ALL(Frames::awaitLeave),
  SILENT_AFTER_HEADERS(
      frames -> {
        frames.answerBegins();
        frames.awaitLeave();
      }),
  DRIPS_MESSAGE(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(0, 1000));
        drip(() -> frames.data(Frames.NOTHING, (byte) 0));
      }),
  DRIPS_HEADERS(
      frames -> {
        byte[] frame = Frames.frame(Frames.HEADERS, 0, frames.stream(), new byte[10_000]);
        int[] sent = {0};
        drip(() -> frames.raw(frame[sent[0]++]));
      }),
  PINGS_FOR_EVER(frames -> drip(() -> frames.raw(Frames.frame(6, 0, 0, new byte[8])))),
  RESETS_NO_ERROR(frames -> reset(frames, 0)),
  RESETS_PROTOCOL_ERROR(frames -> reset(frames, 1)),
  RESETS_INTERNAL_ERROR(frames -> reset(frames, 2)),
  RESETS_REFUSED_STREAM(frames -> reset(frames, 7)),
  RESETS_CANCEL(frames -> reset(frames, 8)),
  RESETS_ENHANCE_YOUR_CALM(frames -> reset(frames, 11)),
  RESETS_INADEQUATE_SECURITY(frames -> reset(frames, 12)),
  RESETS_MIDWAY(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(0, 1000));
        reset(frames, 2);
      }),
  GOES_AWAY_BEFORE(frames -> frames.goAway(0, 0)),
  GOES_AWAY_MIDWAY(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(0, 1000));
        frames.goAway(frames.stream(), 2);
        frames.close();
      }),
  CLOSES_WITHOUT_ANSWER(Frames::close),
  CLOSES_MIDWAY(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(0, 1000));
        frames.close();
      }),
  RESETS_CONNECTION(Frames::resetConnection),
  DECLARES_A_GIGABYTE(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(0, 1 << 30));
      }),
  FLOODS(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(0, 900_000));
        // Never waits for the client to have read.
        while (true) {
          frames.data(Frames.NOTHING, new byte[16_000]);
        }
      }),
  FIELDS_FOR_EVER(
      frames -> {
        frames.raw(Frames.frame(Frames.HEADERS, 0, frames.stream(), new byte[0]));
        byte[] block = new byte[16_000];
        for (int i = 0; i + 4 <= block.length; i += 4) {
          block[i + 1] = 1;
          block[i + 2] = 'a';
        }
        while (true) {
          frames.raw(Frames.frame(9, 0, frames.stream(), block));
        }
      }),
  HEADERS_WITHOUT_STATUS(
      frames -> {
        frames.headers(Frames.END_STREAM, ":status", "200", "content-type", "application/grpc");
      }),
  ENDS_WITHOUT_TRAILERS(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.END_STREAM);
      }),
  ENDS_WITHOUT_MESSAGE(frames -> endsWell(frames, new byte[0])),
  ENDS_WITH_AN_EMPTY_MESSAGE(frames -> endsWell(frames, prefix(0, 0))),
  ENDS_WITHIN_LENGTH(frames -> endsWell(frames, Arrays.copyOf(prefix(0, 1000), 3))),
  ENDS_AFTER_LENGTH(frames -> endsWell(frames, prefix(0, 1000))),
  ENDS_WITHIN_MESSAGE(frames -> endsWell(frames, Arrays.copyOf(prefix(0, 1000), 9))),
  UNKNOWN_COMPRESSION(
      frames -> {
        frames.headers(
            Frames.NOTHING,
            ":status",
            "200",
            "content-type",
            "application/grpc",
            "grpc-encoding",
            "br");
        frames.data(Frames.NOTHING, prefix(1, 3));
      }),
  RESERVED_FLAGS(
      frames -> {
        frames.answerBegins();
        frames.data(Frames.NOTHING, prefix(8, 3));
      }),
  PAGE_200(frames -> page(frames, "200")),
  PAGE_302(frames -> page(frames, "302")),
  PAGE_401(frames -> page(frames, "401")),
  PAGE_403(frames -> page(frames, "403")),
  PAGE_404(frames -> page(frames, "404")),
  PAGE_429(frames -> page(frames, "429")),
  PAGE_500(frames -> page(frames, "500")),
  PAGE_502(frames -> page(frames, "502")),
  PAGE_503(frames -> page(frames, "503")),
  PAGE_504(frames -> page(frames, "504")),
  PAGE_WITHOUT_END(
      frames -> {
        frames.headers(Frames.NOTHING, ":status", "502", "content-type", "text/html");
        frames.data(Frames.NOTHING, bytes("<html>"));
        frames.awaitLeave();
      });

  private static final long PAUSE_MILLIS = 10;

  @SuppressWarnings("ImmutableEnumChecker") // Code that keeps nothing.
  private final Act act;

  Behaviour(Act act) {
    this.act = act;
  }

  private interface Act {
    void on(Frames frames) throws IOException, InterruptedException;
  }

  private interface Step {
    void take() throws IOException;
  }

  /** Does it to every request of a connection until the client leaves. */
  void serve(Frames frames) throws IOException, InterruptedException {
    if (this == SAYS_NOTHING_AT_ALL) {
      act.on(frames);
      return;
    }
    frames.greet();
    while (!frames.isClosed()) {
      frames.awaitRequest();
      act.on(frames);
    }
  }

  /** The head of a message of gRPC. */
  private static byte[] prefix(int flags, int length) {
    byte[] prefix = new byte[5];
    prefix[0] = (byte) flags;
    System.arraycopy(Frames.fourBytes(length), 0, prefix, 1, 4);
    return prefix;
  }

  private static void drip(Step step) throws IOException, InterruptedException {
    while (true) {
      step.take();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static void reset(Frames frames, int error) throws IOException {
    frames.reset(error);
  }

  private static void endsWell(Frames frames, byte[] sent) throws IOException {
    frames.answerBegins();
    frames.data(Frames.NOTHING, sent);
    frames.headers(Frames.END_STREAM, "grpc-status", "0");
  }

  private static void page(Frames frames, String status) throws IOException {
    frames.headers(Frames.NOTHING, ":status", status, "content-type", "text/html");
    frames.data(Frames.END_STREAM, bytes("<html>\n<h1>Bad day</h1>\n</html>"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
