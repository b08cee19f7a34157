package dev.canary.grpc;

import dev.canary.target.LoadException;
import dev.canary.target.Mark;
import inference.RepositoryIndexResponse.ModelIndex;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The models of a server whose address names none, as far as it lists them: Triton's extension
 * {@code RepositoryIndex}, which servers of the Open Inference Protocol need not have.
 *
 * @param names of the models that are ready; of servers that tell no state, of all
 * @param failure why there are none, in one line; empty if the server has told
 * @param isSilent true if nobody answers at that address
 */
public record GrpcModels(List<String> names, String failure, boolean isSilent) {
  public GrpcModels {
    names = List.copyOf(names);
  }

  /**
   * Asks a server, with the time-outs and credentials that the options of a target name.
   *
   * @throws LoadException if the address, an option or a secret makes no sense
   */
  public static GrpcModels at(URI place, Map<String, String> options) throws LoadException {
    Address address = Address.of(place);
    Settings settings = Settings.ofServer(options, address);
    try (Connection connection = Connection.open(address, settings)) {
      Inquiry inquiry = new Inquiry(connection, settings, new Mark(UUID.randomUUID()));
      Inquiry.Index index = inquiry.index();
      List<String> names =
          index.models().stream()
              .filter(entry -> isReady(entry))
              .map(ModelIndex::getName)
              .distinct()
              .toList();
      Optional<String> silence = inquiry.silence();
      return new GrpcModels(names, index.failure(), silence.isPresent());
    }
  }

  private static boolean isReady(ModelIndex entry) {
    return entry.getState().isEmpty() || entry.getState().equals(Standing.READY);
  }
}
