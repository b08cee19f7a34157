package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A replay in one compressed piece, bit for bit, so that it can be judged again.
 *
 * <p>Deflated: a format number, the length of a JSON header and the header (identity, times,
 * failures), then a safetensors file with the outputs.
 */
public final class RunBlob {
  private static final int FORMAT = 1;
  private static final String NAME = "a stored run";
  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::name, Function.identity()));

  private RunBlob() {}

  /** The bytes of a run. */
  public static byte[] of(Run run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 16))) {
      byte[] header = RunJson.text(json -> writeHeader(json, run)).getBytes(StandardCharsets.UTF_8);
      out.writeInt(FORMAT);
      out.writeInt(header.length);
      out.write(header);
      out.write(Safetensors.bytes(tensors(run), Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /**
   * The run that these bytes hold.
   *
   * @throws FormatException if they hold none
   */
  public static Run read(byte[] bytes) throws FormatException {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw damaged("format " + format + " is not known to this version");
      }
      byte[] header = in.readNBytes(in.readInt());
      return run(header, Safetensors.parse(NAME, in.readAllBytes()));
    } catch (IOException e) {
      throw damaged("cannot be read: " + Reading.oneLine(e));
    }
  }

  private static void writeHeader(JsonGenerator json, Run run) throws IOException {
    json.writeStartObject();
    json.writeStringField("suite", run.suite());
    json.writeStringField("startedAt", run.startedAt().toString());
    json.writeNumberField("durationNanos", run.duration().toNanos());
    json.writeFieldName("model");
    ModelJson.write(json, run.model());
    json.writeArrayFieldStart("cases");
    for (Observation observation : run.observations()) {
      json.writeStartObject();
      json.writeStringField("id", observation.caseId());
      json.writeNumberField("latencyNanos", observation.latencyNanos());
      if (observation instanceof Observation.Failed failed) {
        json.writeStringField("reason", failed.reason().name());
        json.writeStringField("message", failed.message());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("outputs");
    for (Map.Entry<String, List<String>> output : classes(run).entrySet()) {
      json.writeArrayFieldStart(output.getKey());
      for (String name : output.getValue()) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The outputs in the model's order, with the names of their classes. */
  private static Map<String, List<String>> classes(Run run) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (Output output : answers(run).stream().flatMap(Optional::stream).toList()) {
      output
          .tensors()
          .keySet()
          .forEach(
              name -> classes.putIfAbsent(name, output.classes().getOrDefault(name, List.of())));
    }
    return classes;
  }

  private static Map<String, Tensor> tensors(Run run) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Optional<Output>> answers = answers(run);
    Set<String> names = new LinkedHashSet<>(classes(run).keySet());
    for (String name : names) {
      CaseArrays.put(
          tensors,
          name,
          answers.stream()
              .map(answer -> answer.flatMap(o -> Optional.ofNullable(o.tensors().get(name))))
              .toList());
    }
    return tensors;
  }

  private static List<Optional<Output>> answers(Run run) {
    return run.observations().stream()
        .map(
            o ->
                o instanceof Observation.Answered a
                    ? Optional.of(a.output())
                    : Optional.<Output>empty())
        .toList();
  }

  private static Run run(byte[] header, Safetensors file) throws FormatException {
    Reading reading = new Reading(Path.of(""));
    Source source = new Source(Path.of(""), NAME, new String(header, StandardCharsets.UTF_8));
    Section top =
        JsonTree.read(reading, source)
            .flatMap(node -> Section.top(reading, NAME, node))
            .orElseThrow(() -> damaged("its header is not JSON"));
    List<Section> cases = items(reading, top.any("cases"));
    Map<String, List<String>> classes = new LinkedHashMap<>();
    top.section("outputs")
        .ifPresent(s -> s.keys().forEach(name -> classes.put(name, s.texts(name))));
    ModelIdentity model =
        top.section("model").map(ModelJson::read).orElseThrow(() -> damaged("it names no model"));
    List<Map<String, Tensor>> answers = answers(file, classes.keySet(), cases.size());
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      observations.add(observation(cases.get(i), answers.get(i), classes));
    }
    Instant startedAt = Instant.parse(top.text("startedAt").orElseThrow());
    Duration duration = Duration.ofNanos(number(top, "durationNanos"));
    Run run = new Run(top.text("suite").orElseThrow(), model, startedAt, duration, observations);
    reading.check();
    return run;
  }

  private static List<Section> items(Reading reading, Optional<Node> node) {
    return node.stream()
        .filter(Node.Items.class::isInstance)
        .flatMap(items -> ((Node.Items) items).items().stream())
        .flatMap(item -> Section.top(reading, NAME, item).stream())
        .toList();
  }

  private static List<Map<String, Tensor>> answers(Safetensors file, Set<String> names, int cases)
      throws FormatException {
    List<Map<String, Tensor>> answers = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      answers.add(new LinkedHashMap<>());
    }
    for (String name : names) {
      List<Optional<Tensor>> perCase = CaseArrays.get(file, name, cases);
      for (int i = 0; i < cases; i++) {
        int position = i;
        perCase.get(i).ifPresent(tensor -> answers.get(position).put(name, tensor));
      }
    }
    return answers;
  }

  private static Observation observation(
      Section section, Map<String, Tensor> tensors, Map<String, List<String>> classes) {
    String id = section.text("id").orElseThrow();
    long latency = number(section, "latencyNanos");
    Optional<Reason> reason = section.word("reason", REASONS);
    if (reason.isPresent()) {
      return new Observation.Failed(id, reason.get(), section.text("message").orElse(""), latency);
    }
    Map<String, List<String>> named = new LinkedHashMap<>(classes);
    named.values().removeIf(List::isEmpty);
    named.keySet().retainAll(tensors.keySet());
    return new Observation.Answered(id, new Output(tensors, named), latency);
  }

  private static long number(Section section, String key) {
    return section.spelling(key).flatMap(Numbers::whole).orElse(0L);
  }

  private static FormatException damaged(String found) {
    return new FormatException(new Problem(NAME, 0, found, ""));
  }
}
