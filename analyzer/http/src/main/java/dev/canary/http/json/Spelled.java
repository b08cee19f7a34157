package dev.canary.http.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.canary.target.PredictionException;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The JSON of the tensors that were sent before, up to {@value #ROOM} bytes: golden inputs are the
 * same in every warm-up, capture and replay, and to spell 80 floats takes four times as long as to
 * look them up. Thread-safe.
 */
public final class Spelled {
  private static final int ROOM = 16 << 20;

  private final Map<Tensor, SerializableString> known = new ConcurrentHashMap<>();
  private final AtomicLong left = new AtomicLong(ROOM);

  /**
   * A tensor as content spells it, which must always be alike.
   *
   * @throws PredictionException BAD_INPUT if JSON cannot carry it
   */
  public SerializableString of(Tensor tensor, JsonWriter.Content content)
      throws PredictionException {
    SerializableString spelled = known.get(tensor);
    if (spelled == null) {
      byte[] json = JsonWriter.bytes(content);
      spelled = new SerializedString(new String(json, StandardCharsets.UTF_8));
      if (left.addAndGet(-json.length) >= 0) {
        known.put(tensor, spelled);
      }
    }
    return spelled;
  }
}
