package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A replay in one compressed piece, bit for bit, so that it can be judged again.
 *
 * <p>Deflated: a format number; the length of a JSON header and the header (identity, times,
 * failures, exchanges, health); the length of the raw answers that exchanges keep and those bytes,
 * one after the other in the order of the header; then a safetensors file with the outputs.
 */
public final class RunBlob {
  private static final int FORMAT = 2;

  /** Of versions that knew no servers: there are no kept answers. */
  private static final int FIRST_FORMAT = 1;

  private static final String NAME = "a stored run";

  private RunBlob() {}

  /** The bytes of a run. */
  public static byte[] of(Run run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 16))) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      byte[] header =
          RunJson.text(json -> writeHeader(json, run, kept)).getBytes(StandardCharsets.UTF_8);
      out.writeInt(FORMAT);
      out.writeInt(header.length);
      out.write(header);
      out.writeInt(kept.size());
      kept.writeTo(out);
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
      if (format != FORMAT && format != FIRST_FORMAT) {
        throw damaged("format " + format + " is not known to this version");
      }
      byte[] header = part(in);
      byte[] kept = format == FIRST_FORMAT ? new byte[0] : part(in);
      return run(header, new KeptAnswers(kept), Safetensors.parse(NAME, in.readAllBytes()));
    } catch (IOException e) {
      throw damaged("cannot be read: " + Reading.oneLine(e));
    }
  }

  /** A part that begins with its length. */
  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("a part of " + length + " bytes");
    }
    byte[] part = in.readNBytes(length);
    if (part.length < length) {
      throw new EOFException("it ends within a part");
    }
    return part;
  }

  private static void writeHeader(JsonGenerator json, Run run, ByteArrayOutputStream kept)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("suite", run.suite());
    json.writeStringField("startedAt", run.startedAt().toString());
    json.writeNumberField("durationNanos", run.duration().toNanos());
    json.writeFieldName("model");
    ModelJson.write(json, run.model());
    if (run.health().isPresent()) {
      json.writeFieldName("health");
      HealthJson.write(json, run.health().get());
    }
    json.writeArrayFieldStart("cases");
    for (Observation observation : run.observations()) {
      ObservationJson.write(json, observation, kept);
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

  private static Run run(byte[] header, KeptAnswers kept, Safetensors file) throws FormatException {
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
      observations.add(ObservationJson.read(cases.get(i), answers.get(i), classes, kept));
    }
    Run run =
        new Run(
            top.text("suite").orElseThrow(() -> damaged("it names no suite")),
            model,
            Instant.parse(top.text("startedAt").orElse("")),
            Duration.ofNanos(ObservationJson.number(top, "durationNanos")),
            observations,
            top.section("health").map(HealthJson::read));
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

  private static FormatException damaged(String found) {
    return new FormatException(new Problem(NAME, 0, found, ""));
  }
}
