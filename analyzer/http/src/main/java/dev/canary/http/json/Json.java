package dev.canary.http.json;

import dev.canary.http.json.JsonLeaves.Kind;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A JSON value whose numbers are still spelled as the server spelled them, so that each can be read
 * into its own type without a detour over another.
 */
public sealed interface Json {
  /** The member of an object; empty if this is no object, has no such member, or it is null. */
  default Optional<Json> member(String name) {
    return Optional.empty();
  }

  /** The elements of an array; none if this is no array. */
  default List<Json> elements() {
    return List.of();
  }

  /** The text of a text; empty for all else. */
  default Optional<String> text() {
    return Optional.empty();
  }

  /** The text of a text, the spelling of a number or the word of a flag; empty for all else. */
  default Optional<String> spelling() {
    return Optional.empty();
  }

  /** What this is, for a message: a scalar as it stands, of the others the kind and size. */
  String found();

  /**
   * An object; of its members, none is null.
   *
   * @param members taken over, not copied: every object of every answer is one
   */
  record Members(Map<String, Json> members) implements Json {
    public Members {
      members = Collections.unmodifiableMap(members);
    }

    @Override
    public Optional<Json> member(String name) {
      Json value = members.get(name);
      boolean isNull = value instanceof Scalar scalar && scalar.kind() == Kind.NULL;
      return isNull ? Optional.empty() : Optional.ofNullable(value);
    }

    @Override
    public String found() {
      return "an object of " + members.keySet();
    }
  }

  /**
   * An array.
   *
   * @param leaves the scalars of the document, among them all below this array in its order
   * @param from the position of its first scalar
   * @param to the position after its last
   * @param nested its elements, if not all of them are scalars; else empty
   */
  record Items(JsonLeaves leaves, int from, int to, List<Json> nested) implements Json {
    /** How many elements there are. */
    public int size() {
      return nested.isEmpty() ? to - from : nested.size();
    }

    /** The element at a position, from 0. */
    public Json get(int index) {
      return nested.isEmpty() ? new Scalar(leaves, from + index) : nested.get(index);
    }

    @Override
    public List<Json> elements() {
      return new AbstractList<>() {
        @Override
        public Json get(int index) {
          return Items.this.get(Objects.checkIndex(index, size()));
        }

        @Override
        public int size() {
          return Items.this.size();
        }
      };
    }

    @Override
    public String found() {
      return "a list of " + size();
    }
  }

  /** A text, a number or a word. */
  record Scalar(JsonLeaves leaves, int index) implements Json {
    /** What kind of token it is. */
    public Kind kind() {
      return leaves.kind(index);
    }

    @Override
    public Optional<String> text() {
      return kind() == Kind.TEXT ? Optional.of(leaves.text(index)) : Optional.empty();
    }

    @Override
    public Optional<String> spelling() {
      return switch (kind()) {
        case NUMBER, NON_FINITE, TEXT -> Optional.of(leaves.text(index));
        case TRUE -> Optional.of("true");
        case FALSE -> Optional.of("false");
        case NULL -> Optional.empty();
      };
    }

    @Override
    public String found() {
      return leaves.shown(index);
    }
  }
}
