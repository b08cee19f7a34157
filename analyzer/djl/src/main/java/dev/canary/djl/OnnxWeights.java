package dev.canary.djl;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Everything an ONNX file has learned, by name.
 *
 * <p>These are: the initialisers of the main graph, of every subgraph and of every function, used
 * or not; each tensor that is an attribute of a node; every attribute of a node of {@code
 * ai.onnx.ml}, where trees, coefficients, scalers and label lists live in attributes. A weight is
 * called as the value it stands for, so that a Constant node and an initialiser of one name are one
 * weight; names of nodes, documentation and producer play no part.
 */
final class OnnxWeights {
  private static final String ML = "ai.onnx.ml";
  private static final int[] SCALAR = {};

  private final Map<String, Supplier<Tensor>> weights = new TreeMap<>();
  private final SortedSet<Path> files = new TreeSet<>();
  private final Path folder;

  private OnnxWeights(Path folder) {
    this.folder = folder;
  }

  static OnnxWeights of(OnnxModel model) {
    OnnxWeights found = new OnnxWeights(model.folder());
    found.addGraph("", model.proto().getGraph());
    for (FunctionProto function : model.proto().getFunctionsList()) {
      found.addFunction(function);
    }
    return found;
  }

  /** The weights, read when asked for. */
  Map<String, Supplier<Tensor>> byName() {
    return weights;
  }

  /** The files of external data, sorted. */
  List<Path> externalFiles() {
    return List.copyOf(files);
  }

  private void addGraph(String prefix, GraphProto graph) {
    for (TensorProto initializer : graph.getInitializerList()) {
      add(prefix + initializer.getName(), initializer);
    }
    for (SparseTensorProto initializer : graph.getSparseInitializerList()) {
      add(prefix + initializer.getValues().getName(), initializer);
    }
    addNodes(prefix, graph.getNodeList());
  }

  private void addFunction(FunctionProto function) {
    String name = function.getDomain() + "." + function.getName() + function.getOverload() + "/";
    function
        .getAttributeProtoList()
        .forEach(attribute -> addTensors(name + attribute.getName(), attribute));
    addNodes(name, function.getNodeList());
  }

  private void addNodes(String prefix, List<NodeProto> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      NodeProto node = nodes.get(i);
      String name = prefix + valueOf(node, i);
      boolean isConstant = node.getOpType().equals("Constant");
      for (AttributeProto attribute : node.getAttributeList()) {
        String key = isConstant ? name : name + "." + attribute.getName();
        addTensors(key, attribute);
        if (isConstant || node.getDomain().equals(ML)) {
          addPlain(key, attribute);
        }
      }
    }
  }

  private static String valueOf(NodeProto node, int position) {
    return node.getOutputList().stream()
        .filter(output -> !output.isEmpty())
        .findFirst()
        .orElse("#" + position);
  }

  private void addTensors(String key, AttributeProto attribute) {
    if (attribute.hasT()) {
      add(key, attribute.getT());
    }
    if (attribute.hasSparseTensor()) {
      add(key, attribute.getSparseTensor());
    }
    if (attribute.hasG()) {
      addGraph(key + "/", attribute.getG());
    }
    for (int i = 0; i < attribute.getTensorsCount(); i++) {
      add(key + "." + i, attribute.getTensors(i));
    }
    for (int i = 0; i < attribute.getSparseTensorsCount(); i++) {
      add(key + "." + i, attribute.getSparseTensors(i));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      addGraph(key + "." + i + "/", attribute.getGraphs(i));
    }
  }

  private void addPlain(String key, AttributeProto attribute) {
    if (attribute.hasF()) {
      put(key, () -> Tensor.ofFloats(SCALAR, attribute.getF()));
    }
    if (attribute.hasI()) {
      put(key, () -> Tensor.ofLongs(SCALAR, attribute.getI()));
    }
    if (attribute.hasS()) {
      put(key, () -> OnnxTensors.texts(SCALAR, List.of(attribute.getS())));
    }
    if (attribute.getFloatsCount() > 0) {
      put(key, () -> OnnxTensors.floats(attribute.getFloatsList()));
    }
    if (attribute.getIntsCount() > 0) {
      put(key, () -> OnnxTensors.longs(attribute.getIntsList()));
    }
    if (attribute.getStringsCount() > 0) {
      int[] shape = {attribute.getStringsCount()};
      put(key, () -> OnnxTensors.texts(shape, attribute.getStringsList()));
    }
  }

  private void add(String key, SparseTensorProto tensor) {
    add(key, tensor.getValues());
    add(key + ".indices", tensor.getIndices());
    put(key + ".dims", () -> OnnxTensors.longs(tensor.getDimsList()));
  }

  private void add(String key, TensorProto tensor) {
    if (OnnxTensors.isExternal(tensor)) {
      files.add(OnnxTensors.externalFile(tensor, folder));
    }
    put(key + OnnxTensors.suffix(tensor), () -> OnnxTensors.read(tensor, folder));
  }

  private void put(String key, Supplier<Tensor> weight) {
    String free = key;
    while (weights.containsKey(free)) {
      free += "'";
    }
    weights.put(free, weight);
  }
}
