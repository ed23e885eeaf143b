package io.github.lanefactor.spark;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Recommender;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model on its way to the executors: the bytes of its file, read there once. */
final class NativeModel implements Serializable {
  private static final long serialVersionUID = 1;

  /** Of a piece; the bytes of a large model do not fit into one array. */
  private static final int PIECE = 1 << 26;

  private final List<byte[]> pieces;
  private transient volatile Recommender recommender;

  private NativeModel(List<byte[]> pieces) {
    this.pieces = pieces;
  }

  /** The bytes of a model file. */
  static NativeModel of(InputStream file) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    for (byte[] piece = file.readNBytes(PIECE); piece.length > 0; piece = file.readNBytes(PIECE)) {
      pieces.add(piece);
    }
    return new NativeModel(pieces);
  }

  /** The bytes of the file that this model would be written to. */
  static NativeModel of(FactorModel model) {
    return inFile(
        file -> {
          ModelFile.write(model, file);
          try (InputStream in = Files.newInputStream(file)) {
            NativeModel bytes = of(in);
            bytes.recommender = Recommender.of(model);
            return bytes;
          }
        });
  }

  /** Writes the file. */
  void write(OutputStream out) throws IOException {
    for (byte[] piece : pieces) {
      out.write(piece);
    }
  }

  /** Answers from the model; the same one for all threads of this JVM. */
  Recommender recommender() {
    Recommender made = recommender;
    if (made == null) {
      synchronized (this) {
        made = recommender;
        if (made == null) {
          made = Recommender.of(read());
          recommender = made;
        }
      }
    }
    return made;
  }

  private FactorModel read() {
    return inFile(
        file -> {
          try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
          }
          return ModelFile.read(file); // its history stays mapped when the file is gone
        });
  }

  @FunctionalInterface
  private interface Use<R> {
    R of(Path file) throws IOException;
  }

  private static <R> R inFile(Use<R> use) {
    try {
      Path folder = Files.createTempDirectory("lanefactor-spark");
      Path file = folder.resolve("model.safetensors");
      try {
        return use.of(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use a temporary file for the model", e);
    }
  }
}
