package dev.canary.grpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP/2 connection (RFC 9113) as a server sees it, with frames that a library never sends. */
final class Frames {
  static final int END_STREAM = 1;
  static final int NOTHING = 0;
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int GOAWAY = 7;

  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int PREFACE_BYTES = 24;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private int stream;

  Frames(Socket socket) throws IOException {
    this.socket = socket;
    // Else the second frame of an answer waits forty milliseconds for the first to be acknowledged.
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Says what a server says first. */
  void greet() throws IOException {
    in.skipNBytes(PREFACE_BYTES);
    send(SETTINGS, NOTHING, 0, new byte[0]);
  }

  /** Reads until a request has come whole; answers what HTTP/2 wants answered. */
  void awaitRequest() throws IOException {
    while (true) {
      int length = (in.readUnsignedShort() << Byte.SIZE) | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int id = in.readInt();
      byte[] payload = in.readNBytes(length);
      if ((type == SETTINGS || type == PING) && flags == NOTHING) {
        send(type, ACK, 0, type == PING ? payload : new byte[0]);
      }
      if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
        stream = id;
        return;
      }
    }
  }

  /** Headers or trailers, as in {@code ":status", "200"}. */
  void headers(int flags, String... fields) throws IOException {
    send(HEADERS, END_HEADERS | flags, stream, block(fields));
  }

  /** What begins every answer of gRPC. */
  void answerBegins() throws IOException {
    headers(NOTHING, ":status", "200", "content-type", "application/grpc");
  }

  /** A part of an answer. */
  void data(int flags, byte... bytes) throws IOException {
    send(DATA, flags, stream, bytes);
  }

  /** Ends the stream; an error of HTTP/2 by its number. */
  void reset(int error) throws IOException {
    send(RST_STREAM, NOTHING, stream, fourBytes(error));
  }

  /** Says that the connection ends, after this stream or before it. */
  void goAway(int lastStream, int error) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.writeBytes(fourBytes(lastStream));
    payload.writeBytes(fourBytes(error));
    send(GOAWAY, NOTHING, 0, payload.toByteArray());
  }

  int stream() {
    return stream;
  }

  private void send(int type, int flags, int id, byte[] payload) throws IOException {
    out.write(frame(type, flags, id, payload));
    out.flush();
  }

  /** Whatever bytes. */
  void raw(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  static byte[] frame(int type, int flags, int id, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >> (2 * Byte.SIZE));
    frame.write(payload.length >> Byte.SIZE);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    frame.writeBytes(fourBytes(id));
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** Fields as literals that no table keeps (RFC 7541 section 6.2.2); each below 127 bytes. */
  private static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      byte[] text = fields[i].getBytes(StandardCharsets.US_ASCII);
      block.write(text.length);
      block.writeBytes(text);
    }
    return block.toByteArray();
  }

  static byte[] fourBytes(int number) {
    return new byte[] {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
  }

  /** Says nothing until the client leaves. */
  void awaitLeave() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  void close() throws IOException {
    socket.close();
  }

  /** Closes, and throws away what is on its way. */
  void resetConnection() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
