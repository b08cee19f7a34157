package dev.canary.server;

import java.util.List;

/** Answers its inputs. */
final class EchoModel implements Model {
  @Override
  public String platform() {
    return "echo";
  }

  @Override
  public List<Tensor> infer(List<Tensor> inputs) {
    return inputs;
  }

  @Override
  public void close() {}
}
