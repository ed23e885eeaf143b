package io.github.lanefactor.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a safetensors file: the length of a JSON header as 8 bytes, the header, then the bytes of
 * all arrays, lowest byte first. Arrays are written in the order they are given.
 */
final class SafetensorsWriter implements Closeable {
  /** The header is padded to a multiple of this. */
  private static final int ALIGNMENT = 8;

  private static final int CHUNK = 1 << 20;

  private final FileChannel file;
  private final StringBuilder metadata = new StringBuilder();
  private final StringBuilder tensors = new StringBuilder();
  private final List<Content> contents = new ArrayList<>();
  private long size;

  /** Puts the numbers from {@code from} to before {@code to} into a buffer. */
  @FunctionalInterface
  private interface Numbers {
    void put(ByteBuffer out, int from, int to);
  }

  private record Content(int count, int bytesEach, Numbers numbers) {}

  SafetensorsWriter(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void metadata(String name, String value) {
    metadata.append(metadata.isEmpty() ? "" : ",").append(quote(name)).append(':');
    metadata.append(quote(value));
  }

  void floats(String name, float[] values, int... shape) {
    add(
        name,
        "F32",
        shape,
        new Content(
            values.length,
            Float.BYTES,
            (out, from, to) -> out.asFloatBuffer().put(values, from, to - from)));
  }

  void ints(String name, int[] values, int... shape) {
    add(
        name,
        "I32",
        shape,
        new Content(
            values.length,
            Integer.BYTES,
            (out, from, to) -> out.asIntBuffer().put(values, from, to - from)));
  }

  void longs(String name, long[] values) {
    add(
        name,
        "I64",
        new int[] {values.length},
        new Content(
            values.length,
            Long.BYTES,
            (out, from, to) -> out.asLongBuffer().put(values, from, to - from)));
  }

  void bytes(String name, byte[] values) {
    add(
        name,
        "U8",
        new int[] {values.length},
        new Content(values.length, 1, (out, from, to) -> out.put(values, from, to - from)));
  }

  private void add(String name, String type, int[] shape, Content content) {
    StringBuilder dimensions = new StringBuilder();
    for (int length : shape) {
      dimensions.append(dimensions.isEmpty() ? "" : ",").append(length);
    }
    long end = size + (long) content.count * content.bytesEach;
    tensors.append(
        ",%s:{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
            .formatted(quote(name), type, dimensions, size, end));
    contents.add(content);
    size = end;
  }

  /** Writes everything. */
  void finish() throws IOException {
    String header = "{\"__metadata__\":{" + metadata + "}" + tensors + "}";
    int length = header.getBytes(StandardCharsets.UTF_8).length;
    String padded = header + " ".repeat(Math.floorMod(-length, ALIGNMENT));
    byte[] bytes = padded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    write(buffer.putLong(bytes.length).flip());
    write(ByteBuffer.wrap(bytes));
    for (Content content : contents) {
      int step = CHUNK / content.bytesEach;
      for (int from = 0; from < content.count; from += step) {
        int to = Math.min(content.count, from + step);
        buffer.clear();
        content.numbers.put(buffer, from, to);
        write(buffer.position(0).limit((to - from) * content.bytesEach));
      }
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
