package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads what a safetensors file is expected to hold. Whatever does not fit is an {@link
 * InputException} that names the array.
 */
final class SafetensorsSource implements Closeable {
  private static final int LENGTH = 8;
  private static final long LONGEST_HEADER = 100_000_000;

  private final FileChannel file;
  private final SafetensorsHeader header;
  private final long data;

  SafetensorsSource(Path path) throws IOException {
    file = FileChannel.open(path);
    try {
      long size = file.size();
      long length = size < LENGTH ? -1 : map(0, LENGTH).getLong();
      if (length < 2 || length > Math.min(size - LENGTH, LONGEST_HEADER)) {
        throw new InputException("not a model file, or a damaged one");
      }
      byte[] json = new byte[(int) length];
      map(LENGTH, length).get(json);
      data = LENGTH + length;
      header = SafetensorsHeader.parse(json, size - data);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private MappedByteBuffer map(long from, long length) throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw new InputException("expected arrays of at most 2 GB, found " + length + " bytes");
    }
    MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_ONLY, from, length);
    mapped.order(ByteOrder.LITTLE_ENDIAN);
    return mapped;
  }

  boolean has(String name) {
    return header.metadata().containsKey(name);
  }

  String metadata(String name) {
    String value = header.metadata().get(name);
    if (value == null) {
      throw new InputException(
          "expected \"" + name + "\" in the metadata, as a model written by lanefactor has");
    }
    return value;
  }

  double number(String name) {
    try {
      return Double.parseDouble(metadata(name));
    } catch (NumberFormatException e) {
      throw new InputException("expected a number as " + name + ", found " + shown(name), e);
    }
  }

  long longInteger(String name) {
    try {
      return Long.parseLong(metadata(name));
    } catch (NumberFormatException e) {
      throw new InputException("expected an integer as " + name + ", found " + shown(name), e);
    }
  }

  int integer(String name) {
    long value = longInteger(name);
    if (value != (int) value) {
      throw new InputException("expected a smaller integer as " + name + ", found " + value);
    }
    return (int) value;
  }

  /** A value of the metadata on one line. */
  private String shown(String name) {
    return metadata(name).replaceAll("\\R", " ");
  }

  /** The constant of an enum that a value of the metadata names in lower case. */
  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String value = metadata(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(() -> new InputException("unknown " + name + " \"" + shown(name) + '"'));
  }

  boolean hasTensor(String name) {
    return header.tensors().containsKey(name);
  }

  private SafetensorsHeader.Tensor tensor(String name, String type) {
    SafetensorsHeader.Tensor tensor = header.tensors().get(name);
    if (tensor == null || !tensor.type().equals(type)) {
      throw new InputException(
          "expected an array \"%s\" of type %s, found %s"
              .formatted(name, type, tensor == null ? "none" : tensor.type()));
    }
    return tensor;
  }

  /** The length of an array of one dimension. */
  int length(String name) {
    return dimension(name, tensor(name, "I32"), 1, 0);
  }

  /** The second dimension of an array of two. */
  int columns(String name) {
    return dimension(name, tensor(name, "F32"), 2, 1);
  }

  private static int dimension(
      String name, SafetensorsHeader.Tensor tensor, int dimensions, int which) {
    long[] shape = tensor.shape();
    if (shape.length != dimensions || shape[which] > Integer.MAX_VALUE) {
      throw new InputException(
          "expected %d dimensions of array \"%s\", found %s"
              .formatted(dimensions, name, Arrays.toString(shape)));
    }
    return (int) shape[which];
  }

  private ByteBuffer bytes(String name, String type, long[] shape) throws IOException {
    SafetensorsHeader.Tensor tensor = tensor(name, type);
    if (shape != null && !Arrays.equals(tensor.shape(), shape)) {
      throw new InputException(
          "expected shape %s of array \"%s\", found %s"
              .formatted(Arrays.toString(shape), name, Arrays.toString(tensor.shape())));
    }
    return map(data + tensor.from(), tensor.to() - tensor.from());
  }

  private static long[] longs(int... shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  /** Finite numbers. */
  float[] floats(String name, int... shape) throws IOException {
    FloatBuffer buffer = bytes(name, "F32", longs(shape)).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    float sum = 0;
    for (float value : values) {
      sum += 0 * value; // NaN from NaN and from infinities
    }
    if (Float.isNaN(sum)) {
      throw new InputException("expected finite numbers in array \"" + name + '"');
    }
    return values;
  }

  int[] ints(String name, int... shape) throws IOException {
    IntBuffer buffer = bytes(name, "I32", longs(shape)).asIntBuffer();
    int[] values = new int[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  byte[] bytes(String name) throws IOException {
    ByteBuffer buffer = bytes(name, "U8", null);
    byte[] values = new byte[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** The numbers where they lie in the file. */
  IntBuffer mappedInts(String name) throws IOException {
    return bytes(name, "I32", null).asIntBuffer();
  }

  /** The numbers where they lie in the file. */
  FloatBuffer mappedFloats(String name) throws IOException {
    return bytes(name, "F32", null).asFloatBuffer();
  }

  /** The numbers where they lie in the file. */
  LongBuffer mappedLongs(String name) throws IOException {
    return bytes(name, "I64", null).asLongBuffer();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
