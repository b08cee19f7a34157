package dev.canary.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model file as a tree of protobuf messages.
 *
 * <p>Tribuo stores everything of which there are several kinds as a class name beside an {@link
 * Any}; here those are unpacked with Tribuo's own message types, found by name among the modules on
 * the class path, so that no list of models has to be kept.
 */
final class ProtoTree {
  /** No model comes near; deeper nesting would only overflow the stack of whoever reads it. */
  private static final int DEEPEST = 200;

  private static final String TRIBUO = "tribuo.";

  /** Sees one message of the tree. */
  interface Visitor {
    void visit(Message message) throws InvalidProtocolBufferException;
  }

  private ProtoTree() {}

  /**
   * Shows every message, parents first, to the visitor; provenance is left out.
   *
   * @throws InvalidProtocolBufferException if a part is not what its type says, or the nesting is
   *     absurd
   */
  static void visit(Message root, Visitor visitor) throws InvalidProtocolBufferException {
    visit(root, visitor, 0);
  }

  private static void visit(Message message, Visitor visitor, int depth)
      throws InvalidProtocolBufferException {
    if (depth > DEEPEST) {
      throw new InvalidProtocolBufferException("messages nested deeper than " + DEEPEST);
    }
    visitor.visit(message);
    if (message instanceof Any any) {
      Optional<Message> content = unpack(any);
      if (content.isPresent()) {
        visit(content.get(), visitor, depth + 1);
      }
      return;
    }
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (holdsMessages(field.getKey()) && !isProvenance(field.getKey())) {
        for (Object child : elements(field.getKey(), field.getValue())) {
          visit((Message) child, visitor, depth + 1);
        }
      }
    }
  }

  /** The values of a field, one or many. */
  static List<?> elements(FieldDescriptor field, Object value) {
    return field.isRepeated() ? (List<?>) value : List.of(value);
  }

  /** True for a field of messages. */
  static boolean holdsMessages(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  /** True for a field that tells where the model came from. */
  static boolean isProvenance(FieldDescriptor field) {
    return holdsMessages(field) && field.getMessageType().getFullName().startsWith("olcut.");
  }

  /** The name of the type that an {@link Any} says it holds. */
  static String typeName(Any any) {
    String url = any.getTypeUrl();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /**
   * The message in an {@link Any}; empty if no module on the class path defines its type.
   *
   * @throws InvalidProtocolBufferException if the bytes are not of that type
   */
  static Optional<Message> unpack(Any any) throws InvalidProtocolBufferException {
    Optional<Message> prototype = prototype(typeName(any));
    if (prototype.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(prototype.get().getParserForType().parseFrom(any.getValue()));
  }

  private static Optional<Message> prototype(String typeName) {
    if (!typeName.startsWith(TRIBUO)) {
      return Optional.empty();
    }
    try {
      Class<?> type = Class.forName(className(typeName), false, ProtoTree.class.getClassLoader());
      if (!Message.class.isAssignableFrom(type)) {
        return Optional.empty();
      }
      return Optional.of((Message) type.getMethod("getDefaultInstance").invoke(null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The Java class of a message, by the rule that all of Tribuo's definitions follow. */
  private static String className(String typeName) {
    int dot = typeName.lastIndexOf('.');
    String simple = typeName.substring(dot + 1);
    String scope = typeName.substring(0, dot);
    return switch (scope) {
      case "tribuo.core" -> "org.tribuo.protos.core." + simple;
      case "tribuo.math.impl" -> "org.tribuo.math.protos." + simple;
      default -> "org." + scope + ".protos." + simple;
    };
  }
}
