package dev.canary.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.canary.tensor.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tribuo.protos.core.ModelProto;

/**
 * The SHA-256 over what a Tribuo model computes with, and over nothing else.
 *
 * <p>Covered, by field name and every bit: weights, tree nodes, support vectors, centroids, the
 * boosters of XGBoost, normalisers, kernels and other parts with their class names, and which
 * feature, label or dimension stands at which position. Left out: provenance and with it all times
 * and seeds, the model's name, Tribuo's version and the versions of its classes, and the statistics
 * of the training data that a domain carries along. What has no order (domains, maps) is sorted, so
 * that saving a model twice gives one digest. A part that no known module defines is taken as its
 * bytes.
 */
final class WeightFingerprint {
  private static final Set<String> NOT_WEIGHTS =
      Set.of(
          "tribuo.core.ModelDataProto.name",
          "tribuo.core.ModelDataProto.tribuo_version",
          "tribuo.core.TransformerMapProto.version");

  private static final Set<String> FEATURE_DOMAINS =
      Set.of("tribuo.core.ImmutableFeatureMapProto", "tribuo.core.HashedFeatureMapProto");

  private static final String OUTPUT_DOMAIN = "tribuo.core.OutputDomainProto";

  private final Digest digest = new Digest();

  private WeightFingerprint() {}

  /**
   * The digest of a model, as {@code sha256:<hex>}.
   *
   * @throws InvalidProtocolBufferException if a part is not what its type says
   */
  static String of(ModelProto model) throws InvalidProtocolBufferException {
    WeightFingerprint fingerprint = new WeightFingerprint();
    fingerprint.add(model);
    return fingerprint.digest.finish();
  }

  private void add(Message message) throws InvalidProtocolBufferException {
    Descriptor type = message.getDescriptorForType();
    if (message instanceof Any any) {
      addContent(any);
    } else if (type.getFullName().equals(OUTPUT_DOMAIN)) {
      addOutputDomain(message);
    } else {
      for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
        if (isWeight(field.getKey())) {
          addField(field.getKey(), field.getValue());
        }
      }
    }
    digest.add("end");
  }

  private static boolean isWeight(FieldDescriptor field) {
    return !ProtoTree.isProvenance(field)
        && !NOT_WEIGHTS.contains(field.getFullName())
        && !(field.getName().equals("version")
            && field.getContainingType().findFieldByName("class_name") != null);
  }

  private void addContent(Any any) throws InvalidProtocolBufferException {
    Optional<Message> content = ProtoTree.unpack(any);
    if (content.isPresent()) {
      add(content.get());
    } else {
      digest.add(ProtoTree.typeName(any)).add(any.getValue().toByteArray());
    }
  }

  private void addField(FieldDescriptor field, Object value) throws InvalidProtocolBufferException {
    List<?> elements = ProtoTree.elements(field, value);
    digest.add(field.getName()).add(Integer.toString(elements.size()));
    if (field.isMapField()) {
      addMap(field, elements);
    } else if (isFeatureInfo(field)) {
      addSorted(names(elements));
    } else {
      for (Object element : elements) {
        addValue(element);
      }
    }
  }

  private void addValue(Object value) throws InvalidProtocolBufferException {
    if (value instanceof Message message) {
      add(message);
    } else if (value instanceof ByteString bytes) {
      digest.add(Integer.toString(bytes.size())).add(bytes.toByteArray());
    } else if (value instanceof String || value instanceof Boolean) {
      digest.add(value.toString());
    } else if (value instanceof EnumValueDescriptor word) {
      digest.add(word.getName());
    } else {
      digest.add(bits((Number) value));
    }
  }

  private static byte[] bits(Number number) {
    long bits = number.longValue();
    if (number instanceof Double value) {
      bits = Double.doubleToRawLongBits(value);
    } else if (number instanceof Float value) {
      bits = Float.floatToRawIntBits(value);
    }
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array();
  }

  /** The entries of a map, sorted by key. */
  private void addMap(FieldDescriptor field, List<?> entries)
      throws InvalidProtocolBufferException {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    List<Message> sorted = new ArrayList<>();
    entries.forEach(entry -> sorted.add((Message) entry));
    sorted.sort((a, b) -> a.getField(key).toString().compareTo(b.getField(key).toString()));
    for (Message entry : sorted) {
      digest.add(entry.getField(key).toString());
      addValue(entry.getField(value));
    }
  }

  private static boolean isFeatureInfo(FieldDescriptor field) {
    return field.getName().equals("info")
        && FEATURE_DOMAINS.contains(field.getContainingType().getFullName());
  }

  /** The features with their positions, without what was counted of them in training. */
  private static List<String> names(List<?> infos) throws InvalidProtocolBufferException {
    List<String> names = new ArrayList<>();
    for (Object info : infos) {
      Message wrapper = (Message) info;
      Any any = (Any) wrapper.getField(wrapper.getDescriptorForType().findFieldByNumber(3));
      Message content = ProtoTree.unpack(any).orElse(any);
      names.add(text(content, "name") + "\n" + text(content, "id"));
    }
    return names;
  }

  private static String text(Message message, String fieldName) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(fieldName);
    return field == null ? Digest.of(message.toByteArray()) : message.getField(field).toString();
  }

  /** The labels, dimensions or clusters with their positions, without their counts and moments. */
  private void addOutputDomain(Message domain) throws InvalidProtocolBufferException {
    Descriptor type = domain.getDescriptorForType();
    digest.add(domain.getField(type.findFieldByName("class_name")).toString());
    Any any = (Any) domain.getField(type.findFieldByName("serialized_data"));
    Optional<Message> content = ProtoTree.unpack(any);
    if (content.isPresent()) {
      addSorted(positions(content.get()));
    } else {
      addContent(any);
    }
  }

  private static List<String> positions(Message content) {
    List<?> labels = repeated(content, "label");
    List<?> ids = repeated(content, "id");
    List<String> positions = new ArrayList<>();
    for (int i = 0; i < Math.max(labels.size(), ids.size()); i++) {
      String label = i < labels.size() ? labels.get(i).toString() : "";
      String id = i < ids.size() ? ids.get(i).toString() : "";
      positions.add(label + "\n" + id);
    }
    return positions;
  }

  private static List<?> repeated(Message message, String fieldName) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(fieldName);
    return field != null && field.isRepeated() ? (List<?>) message.getField(field) : List.of();
  }

  private void addSorted(List<String> texts) {
    digest.add(Integer.toString(texts.size()));
    texts.stream().sorted().forEach(digest::add);
  }
}
