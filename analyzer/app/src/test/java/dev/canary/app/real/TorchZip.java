package dev.canary.app.real;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A TorchScript file: a zip archive whose entries are stored as they are. */
final class TorchZip {
  private static final int END = 0x06054b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int NAME = 46;

  private TorchZip() {}

  /** The storages of tensors; of models whose tensors are all fp32, these are weights. */
  static List<Span> weights(byte[] file) {
    List<Span> spans = new ArrayList<>();
    for (Entry entry : entries(file)) {
      if (entry.name().matches(".*/data/\\d+") && entry.size() >= Float.BYTES) {
        spans.add(new Span(entry.name(), entry.data(), entry.size(), Float.BYTES));
      }
    }
    return spans;
  }

  /** Makes the archive's check sums right again, as whoever writes a damaged weight would. */
  static void mend(byte[] file) {
    ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (Entry entry : entries(file)) {
      CRC32 crc = new CRC32();
      crc.update(file, entry.data(), entry.size());
      int sum = (int) crc.getValue();
      zip.putInt(entry.central() + 16, sum);
      if (zip.getInt(entry.local() + 14) != 0) {
        zip.putInt(entry.local() + 14, sum);
      }
      int after = entry.data() + entry.size();
      if (zip.getInt(after) == DESCRIPTOR) {
        zip.putInt(after + 4, sum);
      }
    }
  }

  private record Entry(String name, int central, int local, int data, int size) {}

  private static List<Entry> entries(byte[] file) {
    ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int end = file.length - 22;
    while (zip.getInt(end) != END) {
      end--;
    }
    List<Entry> entries = new ArrayList<>();
    int at = zip.getInt(end + 16);
    while (zip.getInt(at) == CENTRAL) {
      int name = zip.getShort(at + 28);
      int local = zip.getInt(at + 42);
      int data = local + 30 + zip.getShort(local + 26) + zip.getShort(local + 28);
      String text = new String(file, at + NAME, name, StandardCharsets.UTF_8);
      entries.add(new Entry(text, at, local, data, zip.getInt(at + 20)));
      at += NAME + name + zip.getShort(at + 30) + zip.getShort(at + 32);
    }
    return entries;
  }
}
