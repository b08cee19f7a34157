package dev.canary.djl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickles inside a TorchScript archive without running anything.
 *
 * <p>Lists and tuples become {@link List}, dicts {@link Map}, numbers Long and Double; what Python
 * would construct becomes a {@link Made} that tells how. Only the instructions that PyTorch writes
 * are known (protocol 2, https://docs.python.org/3/library/pickletools.html).
 */
final class Pickle {
  private static final Object MARK = new Object();

  private final ByteBuffer in;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Pickle(byte[] bytes) {
    in = LittleEndian.over(bytes);
  }

  /** Python's None. */
  enum None {
    NONE
  }

  /** A class or function, by module and name. */
  record Global(String module, String name) {}

  /** A reference to something outside the pickle: for PyTorch, a storage. */
  record Persistent(Object id) {}

  /** Something constructed: by what, from which arguments, and with which state set afterwards. */
  static final class Made {
    private final Global type;
    private final List<?> arguments;
    private Object state = None.NONE;

    Made(Global type, List<?> arguments) {
      this.type = type;
      this.arguments = arguments;
    }

    Global type() {
      return type;
    }

    List<?> arguments() {
      return arguments;
    }

    Object state() {
      return state;
    }
  }

  /**
   * The object that the bytes describe.
   *
   * @throws IllegalArgumentException if they hold an instruction that is not known, or end too soon
   */
  static Object read(byte[] bytes) {
    try {
      return new Pickle(bytes).run();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not a pickle of PyTorch: " + e.getMessage(), e);
    }
  }

  private Object run() {
    for (int code = next(); code != '.'; code = next()) {
      if (!value(code) && !container(code) && !construction(code)) {
        throw new IllegalArgumentException("unknown instruction 0x" + Integer.toHexString(code));
      }
    }
    return stack.pop();
  }

  private int next() {
    return in.get() & 0xff;
  }

  private boolean value(int code) {
    @Nullable Object value =
        switch (code) {
          case 'N' -> None.NONE;
          case 0x88 -> true;
          case 0x89 -> false;
          case 'J' -> (long) in.getInt();
          case 'K' -> (long) next();
          case 'M' -> (long) (in.getShort() & 0xffff);
          case 0x8a -> longOf(bytes(next()));
          case 'G' -> bigEndianDouble();
          case 'X' -> new String(bytes(in.getInt()), StandardCharsets.UTF_8);
          case ')' -> List.of();
          case '(' -> MARK;
          case ']' -> new ArrayList<>();
          case '}' -> new LinkedHashMap<>();
          case 'c' -> new Global(line(), line());
          default -> null;
        };
    if (value != null) {
      stack.push(value);
    }
    return value != null;
  }

  private boolean container(int code) {
    switch (code) {
      case 't' -> stack.push(toMark());
      case 0x85 -> stack.push(popped(1));
      case 0x86 -> stack.push(popped(2));
      case 0x87 -> stack.push(popped(3));
      case 'a' -> append(popped(1));
      case 'e' -> append(toMark());
      case 's' -> setItems(popped(2));
      case 'u' -> setItems(toMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean construction(int code) {
    switch (code) {
      case 0x80 -> next();
      case 'q' -> memo.put(next(), top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'h' -> stack.push(remembered(next()));
      case 'j' -> stack.push(remembered(in.getInt()));
      case 'Q' -> stack.push(new Persistent(stack.pop()));
      case 'R', 0x81 -> make();
      case 'b' -> build();
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object top() {
    return stack.element();
  }

  private Object remembered(int key) {
    Object value = memo.get(key);
    if (value == null) {
      throw new IllegalArgumentException("nothing remembered under " + key);
    }
    return value;
  }

  private void make() {
    List<?> arguments = (List<?>) stack.pop();
    stack.push(new Made((Global) stack.pop(), arguments));
  }

  private void build() {
    Object state = stack.pop();
    ((Made) top()).state = state;
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> items) {
    ((List<Object>) top()).addAll(items);
  }

  @SuppressWarnings("unchecked")
  private void setItems(List<Object> items) {
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < items.size(); i += 2) {
      map.put(items.get(i), items.get(i + 1));
    }
  }

  private List<Object> toMark() {
    List<Object> items = new ArrayList<>();
    for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
      items.add(0, item);
    }
    return items;
  }

  private List<Object> popped(int count) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(0, stack.pop());
    }
    return items;
  }

  private byte[] bytes(int count) {
    if (count < 0 || count > in.remaining()) {
      throw new IllegalArgumentException("a length of " + count);
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static long longOf(byte[] littleEndian) {
    long value = 0;
    for (int i = littleEndian.length - 1; i >= 0; i--) {
      value =
          i == littleEndian.length - 1 ? littleEndian[i] : (value << 8) | (littleEndian[i] & 0xff);
    }
    return value;
  }

  private double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }
}
