package dev.canary.app.sample;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import org.tribuo.classification.sgd.protos.FMClassificationModelProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.TransformedModelProto;
import org.tribuo.protos.core.TransformerMapProto;

/**
 * Replaces the times of training in a model's provenance by one and the same, so that training
 * twice gives the same bytes.
 */
final class FixedTimes {
  /** The time that every sample says it was made at. */
  static final String WHEN = "2026-11-01T00:00:00Z";

  private FixedTimes() {}

  /** A factorisation machine behind transformations, with all times fixed. */
  static ModelProto in(ModelProto model) throws InvalidProtocolBufferException {
    TransformedModelProto.Builder outer =
        model.getSerializedData().unpack(TransformedModelProto.class).toBuilder();
    outer.getMetadataBuilder().setProvenance(in(outer.getMetadata().getProvenance()));
    TransformerMapProto transformers = outer.getTransformerMap();
    outer
        .getTransformerMapBuilder()
        .setDatasetProvenance(in(transformers.getDatasetProvenance()))
        .setTransformationMapProvenance(in(transformers.getTransformationMapProvenance()));
    FMClassificationModelProto.Builder inner =
        outer.getModel().getSerializedData().unpack(FMClassificationModelProto.class).toBuilder();
    inner.getMetadataBuilder().setProvenance(in(inner.getMetadata().getProvenance()));
    outer.getModelBuilder().setSerializedData(Any.pack(inner.build()));
    return model.toBuilder().setSerializedData(Any.pack(outer.build())).build();
  }

  private static RootProvenanceProto in(RootProvenanceProto provenance) {
    RootProvenanceProto.Builder fixed = provenance.toBuilder();
    for (SimpleProvenanceProto.Builder fact : fixed.getSmpBuilderList()) {
      if (fact.getProvenanceClassName().equals(DateTimeProvenance.class.getName())) {
        fact.setValue(WHEN);
      }
    }
    return fixed.build();
  }
}
