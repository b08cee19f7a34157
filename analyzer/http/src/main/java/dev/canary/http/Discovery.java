package dev.canary.http;

import dev.canary.format.FormatException;
import dev.canary.http.protocol.Detected;
import dev.canary.http.protocol.Protocols;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.LoadException;
import dev.canary.target.Mark;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which protocols the server at an address was found to speak, by asking it.
 *
 * @param spoken most specific first; empty if none was recognised
 * @param silence why no answer at all came; empty if one did
 */
public record Discovery(List<Detected> spoken, Optional<String> silence) {
  public Discovery {
    spoken = List.copyOf(spoken);
  }

  /**
   * Asks a server, with the time-outs and credentials that the options of a target name.
   *
   * @param address as a suite would name it: what a protocol adds to the path is found and left out
   * @throws LoadException if the address or an option makes no sense
   */
  public static Discovery of(URI address, Map<String, String> options) throws LoadException {
    Manners manners = Manners.of(options);
    Credentials credentials =
        Credentials.of(options, name -> Optional.ofNullable(System.getenv(name)));
    Map<String, Detected> spoken = new LinkedHashMap<>();
    List<String> silences = new ArrayList<>();
    for (URI base : bases(address)) {
      try (Wires wires = new Wires(new WireOpener(base, manners))) {
        Asking asking = new Asking(line(wires, credentials.held(), manners));
        List<Detected> here = Protocols.detect(asking::ask);
        here.forEach(found -> spoken.putIfAbsent(found.protocol(), found));
        if (asking.answers == 0) {
          asking.silence.ifPresent(silences::add);
          break;
        }
      } catch (FormatException e) {
        throw new LoadException(e.problems().get(0).found(), e);
      }
    }
    if (spoken.size() > 1) {
      spoken.remove(Protocols.ANY);
    }
    boolean silent = spoken.isEmpty() && !silences.isEmpty();
    return new Discovery(
        List.copyOf(spoken.values()), silent ? Optional.of(silences.get(0)) : Optional.empty());
  }

  /** Where a protocol's paths may begin; the address itself comes last. */
  private static Set<URI> bases(URI address) throws LoadException {
    Set<URI> bases = new LinkedHashSet<>();
    URI whole = Address.of(Protocols.ANY, address).base();
    for (String protocol : Protocols.words()) {
      URI base = Address.of(protocol, address).base();
      if (!base.equals(whole)) {
        bases.add(base);
      }
    }
    bases.add(whole);
    return bases;
  }

  private static Line line(Wires wires, Held held, Manners manners) {
    Wires.Open open = wires.with(held.tls());
    return new Line(
        open.questions(),
        open.tokens(),
        held,
        new Tokens(Ticks.SYSTEM),
        manners.headers().values());
  }

  /** Sends questions, until it is clear that nobody is there. */
  private static final class Asking {
    private final Line line;
    private final Mark mark = new Mark(UUID.randomUUID());
    private int answers;
    private Optional<String> silence = Optional.empty();

    Asking(Line line) {
      this.line = line;
    }

    Optional<WireAnswer> ask(WireRequest request) {
      if (answers == 0 && silence.isPresent()) {
        return Optional.empty();
      }
      try {
        WireAnswer answer = line.send(request, mark.id("probe"));
        answers++;
        return Optional.of(answer);
      } catch (WireException | Tokens.TokenException e) {
        silence = Optional.of(line.masked(String.valueOf(e.getMessage())));
        return Optional.empty();
      }
    }
  }
}
