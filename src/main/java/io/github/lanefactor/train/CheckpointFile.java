package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.OutputFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file of a {@link Checkpoint}: a line that names format and version, the binding to ratings
 * and settings, the checkpoint, and a CRC-32 of all that.
 */
final class CheckpointFile {
  /** How the file of every version begins. */
  private static final String MAGIC = "lanefactor checkpoint ";

  private static final String FIRST_LINE = MAGIC + "1\n";
  private static final int CHUNK = 8192;

  private final Path path;
  private final Map<String, String> binding;

  /**
   * @param binding what the checkpoint belongs to, by name
   */
  CheckpointFile(Path path, Map<String, String> binding) {
    this.path = path;
    this.binding = binding;
  }

  /** Replaces the file, whole or not at all. */
  void write(Checkpoint checkpoint) {
    OutputFile.write(
        path,
        temporary -> {
          try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            CheckedOutputStream sum =
                new CheckedOutputStream(new BufferedOutputStream(file), new CRC32());
            DataOutputStream out = new DataOutputStream(sum);
            out.write(FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
            writeBinding(out);
            write(checkpoint, out);
            out.writeLong(sum.getChecksum().getValue());
            out.flush();
            file.getFD().sync();
          }
        });
  }

  private void writeBinding(DataOutputStream out) throws IOException {
    out.writeInt(binding.size());
    for (Map.Entry<String, String> entry : binding.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeUTF(entry.getValue());
    }
  }

  private static void write(Checkpoint checkpoint, DataOutputStream out) throws IOException {
    out.writeInt(checkpoint.step());
    out.writeDouble(checkpoint.seconds());
    out.writeInt(checkpoint.history().size());
    for (Training.Point point : checkpoint.history()) {
      out.writeInt(point.step());
      out.writeDouble(point.loss());
      out.writeDouble(point.seconds());
    }
    out.writeDouble(checkpoint.objective());
    Checkpoint.Kept kept = checkpoint.kept();
    out.writeInt(kept.step());
    out.writeDouble(kept.objective());
    out.writeDouble(kept.quality());
    out.writeInt(kept.looksSince());
    write(kept.weights(), out);
    out.writeInt(checkpoint.solver().size());
    for (Factors factors : checkpoint.solver()) {
      write(factors, out);
    }
  }

  private static void write(Factors factors, DataOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (float[] values : arrays(factors)) {
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        bytes.asFloatBuffer().put(values, from, count);
        out.write(bytes.array(), 0, count * Float.BYTES);
      }
    }
    out.writeFloat(factors.bg);
  }

  /**
   * Reads the file.
   *
   * @param shape has the number of users, items and factors that the weights must have
   * @throws InputException if it is no checkpoint, is damaged, or belongs to other ratings or
   *     settings
   */
  Checkpoint read(Factors shape) {
    try {
      checkSum();
      try (DataInputStream in = open()) {
        in.skipNBytes(FIRST_LINE.length());
        checkBinding(in);
        return read(in, shape);
      }
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged("its content does not fit");
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": expected a checkpoint, found no such file");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private DataInputStream open() throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
  }

  /** Nothing else is looked at before the sum is right, so a damaged length does no harm. */
  private void checkSum() throws IOException {
    long length = Files.size(path) - Long.BYTES;
    try (InputStream file = Files.newInputStream(path)) {
      CheckedInputStream sum = new CheckedInputStream(new BufferedInputStream(file), new CRC32());
      DataInputStream in = new DataInputStream(sum);
      String line = new String(in.readNBytes(FIRST_LINE.length()), StandardCharsets.ISO_8859_1);
      if (!line.startsWith(MAGIC)) {
        throw new InputException(
            path + ": expected a checkpoint of a training, found another file");
      }
      if (!line.equals(FIRST_LINE)) {
        String version = line.substring(MAGIC.length()).strip();
        throw new InputException(path + ": expected a checkpoint of version 1, found " + version);
      }
      in.skipNBytes(Math.max(0, length - FIRST_LINE.length()));
      long expected = sum.getChecksum().getValue();
      if (in.readLong() != expected) {
        throw damaged("its checksum is wrong");
      }
    }
  }

  private InputException damaged(String how) {
    return new InputException(path + ": is damaged: " + how);
  }

  private void checkBinding(DataInputStream in) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      found.put(in.readUTF(), in.readUTF());
    }
    for (Map.Entry<String, String> entry : binding.entrySet()) {
      String there = found.getOrDefault(entry.getKey(), "none");
      if (!there.equals(entry.getValue())) {
        String difference =
            there.startsWith(Binding.DIGEST)
                ? "its %s is not the same".formatted(entry.getKey())
                : "%s: %s there, %s here"
                    .formatted(
                        entry.getKey(), there.replaceAll("\\p{Cntrl}", " "), entry.getValue());
        throw new InputException(path + ": is of another training: " + difference);
      }
    }
  }

  private static Checkpoint read(DataInputStream in, Factors shape) throws IOException {
    int step = in.readInt();
    double seconds = in.readDouble();
    int points = in.readInt();
    List<Training.Point> history = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      history.add(new Training.Point(in.readInt(), in.readDouble(), in.readDouble()));
    }
    double objective = in.readDouble();
    int keptStep = in.readInt();
    double keptObjective = in.readDouble();
    double quality = in.readDouble();
    int looksSince = in.readInt();
    Factors weights = readFactors(in, shape);
    List<Factors> solver = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      solver.add(readFactors(in, shape));
    }
    Checkpoint.Kept kept =
        new Checkpoint.Kept(weights, keptStep, keptObjective, quality, looksSince);
    return new Checkpoint(step, seconds, solver, history, objective, kept);
  }

  private static Factors readFactors(DataInputStream in, Factors shape) throws IOException {
    Factors factors = new Factors(shape.users, shape.items, shape.factors);
    byte[] bytes = new byte[CHUNK * Float.BYTES];
    FloatBuffer floats = ByteBuffer.wrap(bytes).asFloatBuffer();
    for (float[] values : arrays(factors)) {
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        in.readFully(bytes, 0, count * Float.BYTES);
        floats.get(0, values, from, count);
      }
    }
    factors.bg = in.readFloat();
    return factors;
  }

  private static List<float[]> arrays(Factors factors) {
    return Arrays.asList(factors.u, factors.m, factors.bu, factors.bm);
  }
}
