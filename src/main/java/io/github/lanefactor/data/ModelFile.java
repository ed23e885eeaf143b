package io.github.lanefactor.data;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Events;
import io.github.lanefactor.support.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Models as files. The native format is <a
 * href="https://github.com/huggingface/safetensors">safetensors</a>, which needs no library and is
 * read where it lies; a file whose name ends in {@code .h5} or {@code .hdf5} is HDF5, for which
 * {@code io.jhdf:jhdf} must be there. A file that is read may have any name.
 *
 * <p>Both have the arrays of the 2019 post: {@code U} (n×k), {@code M} (m×k), {@code bu} (n),
 * {@code bm} (m), {@code bg}, all 32-bit floats. {@code docs/model.md} lists the rest.
 */
public final class ModelFile {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};

  private ModelFile() {}

  /**
   * Writes a model, whole or not at all, in the format that the file's name asks for.
   *
   * @throws InputException if the file's folder is missing or not writable
   * @throws UncheckedIOException if writing fails
   */
  public static void write(FactorModel model, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    boolean hdf5 = name.endsWith(".h5") || name.endsWith(".hdf5");
    OutputFile.write(
        file,
        temporary -> {
          if (hdf5) {
            Hdf5Model.write(model, temporary);
          } else {
            SafetensorsModel.write(model, temporary);
          }
        });
  }

  /**
   * Reads a model. The history of a safetensors file stays where it lies: as long as the model is
   * used, another file may take its place, but nobody may write into it.
   *
   * @throws InputException if the file is missing or is not a complete model file
   */
  public static FactorModel read(Path file) {
    LongConsumer event = Events.load(file.toString());
    FactorModel model = isHdf5(file) ? Hdf5Model.read(file) : SafetensorsModel.read(file);
    event.accept(model.history().map(Ratings::size).orElse(0));
    return model;
  }

  /**
   * Reads the weights alone, from a model file or any other HDF5 file that has the seven datasets
   * of the post.
   *
   * @throws InputException if the file is missing or lacks one of them, or their shapes do not
   *     match
   */
  public static Weights readWeights(Path file) {
    return isHdf5(file) ? Hdf5Model.readWeights(file) : SafetensorsModel.read(file).weights();
  }

  private static boolean isHdf5(Path file) {
    if (!Files.exists(file)) {
      throw new InputException(file + ": no such file");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InputException(file + ": expected a file that can be read");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(HDF5.length), HDF5);
    } catch (IOException e) {
      throw new InputException(file + ": expected a file that can be read", e);
    }
  }
}
