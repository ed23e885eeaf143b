package io.github.lanefactor.data;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Version;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.CompressedRows;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Models as HDF5 files.
 *
 * <p>At the root stand the datasets of the 2019 post: {@code U} (n×k), {@code M} (m×k), {@code bu}
 * (n), {@code bm} (m), {@code bg} (scalar), all 32-bit floats, and {@code user_idx2id} (n), {@code
 * movie_idx2id} (m), 64-bit integers where all ids are integers and UTF-8 strings otherwise. What
 * else a model carries is in the group {@code lanefactor}:
 *
 * <ul>
 *   <li>attributes {@code format} (1), {@code version} (of lanefactor), {@code recipe}, {@code
 *       objective};
 *   <li>{@code titles}, {@code genres} (m strings; genres separated by {@code |}), {@code scale} (m
 *       floats);
 *   <li>who rated what, as compressed sparse rows: {@code rating_start} (n+1 integers), {@code
 *       rating_item}, {@code rating_value} and, if there are times, {@code rating_time}, one
 *       element per rating; left out where there is no rating;
 *   <li>{@code settings} (s×2 strings: name, value), left out where there are none.
 * </ul>
 */
public final class ModelFile {
  private static final String GROUP = "lanefactor";
  private static final int FORMAT = 1;
  private static final int BYTES_PER_CHAR = 3;

  private ModelFile() {}

  /**
   * Writes a model, whole or not at all.
   *
   * @throws InputException if the file's folder is missing or closed to us
   * @throws UncheckedIOException if writing fails
   */
  public static void write(FactorModel model, Path file) {
    OutputFile.write(
        file,
        temporary -> {
          try (WritableHdfFile hdf = HdfFile.write(temporary)) {
            putWeights(hdf, model);
            putRest(hdf.putGroup(GROUP), model);
          } catch (HdfException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
  }

  private static void putWeights(WritableGroup root, FactorModel model) {
    Ratings ratings = model.ratings();
    Weights weights = model.weights();
    root.putDataset("U", rows(weights.u(), weights.factors()));
    root.putDataset("M", rows(weights.m(), weights.factors()));
    root.putDataset("bu", weights.bu());
    root.putDataset("bm", weights.bm());
    root.putDataset("bg", weights.bg());
    root.putDataset("user_idx2id", ids(weights.userIds(), ratings.integerUserIds()));
    root.putDataset("movie_idx2id", ids(weights.itemIds(), ratings.integerItemIds()));
  }

  private static void putRest(WritableGroup group, FactorModel model) {
    group.putAttribute("format", FORMAT);
    group.putAttribute("version", Version.current());
    group.putAttribute("recipe", lowerCase(model.recipe()));
    group.putAttribute("objective", lowerCase(model.objective()));
    Ratings ratings = model.ratings();
    int items = ratings.items();
    float[] scale = new float[items];
    for (int i = 0; i < items; i++) {
      scale[i] = model.scale(i);
    }
    group.putDataset("scale", scale);
    group.putDataset("titles", storable(strings(items, ratings::title)));
    group.putDataset("genres", storable(strings(items, i -> String.join("|", ratings.genres(i)))));
    putRatings(group, ratings);
    String[][] settings =
        model.settings().entrySet().stream()
            .map(entry -> storable(new String[] {entry.getKey(), entry.getValue()}))
            .toArray(String[][]::new);
    if (settings.length > 0) {
      group.putDataset("settings", settings);
    }
  }

  private static void putRatings(WritableGroup group, Ratings ratings) {
    int size = ratings.size();
    int[] start = new int[ratings.users() + 1];
    Arrays.setAll(start, ratings::start);
    group.putDataset("rating_start", start);
    if (size == 0) {
      return; // the HDF5 library cannot write an empty dataset
    }
    int[] item = new int[size];
    float[] value = new float[size];
    for (int p = 0; p < size; p++) {
      item[p] = ratings.itemAt(p);
      value[p] = ratings.ratingAt(p);
    }
    group.putDataset("rating_item", item);
    group.putDataset("rating_value", value);
    if (ratings.hasTimes()) {
      long[] time = new long[size];
      Arrays.setAll(time, ratings::timeAt);
      group.putDataset("rating_time", time);
    }
  }

  private static float[][] rows(float[] matrix, int columns) {
    float[][] rows = new float[matrix.length / columns][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(matrix, r * columns, (r + 1) * columns));
    return rows;
  }

  private static Object ids(String[] ids, boolean integers) {
    return integers ? Arrays.stream(ids).mapToLong(Long::parseLong).toArray() : storable(ids);
  }

  private static String[] strings(int length, IntFunction<String> value) {
    String[] strings = new String[length];
    Arrays.setAll(strings, value);
    return strings;
  }

  /** Strings are stored side by side in fields as long as the longest, each ended by a NUL. */
  private static String[] storable(String[] strings) {
    long longest = 0;
    for (String string : strings) {
      if (string.indexOf(0) >= 0) {
        throw new InputException(
            "cannot write text with a NUL character: " + string.replace('\0', '?'));
      }
      longest = Math.max(longest, string.length());
    }
    if (longest * BYTES_PER_CHAR * strings.length > Integer.MAX_VALUE) {
      throw new InputException(
          "cannot write %d strings of up to %d characters".formatted(strings.length, longest));
    }
    return strings;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a model.
   *
   * @throws InputException if the file is missing or is not a whole model file of lanefactor's
   */
  public static FactorModel read(Path file) {
    return open(file, ModelFile::model);
  }

  /**
   * Reads the weights alone, from a model file or any other HDF5 file that has the seven datasets
   * of the post.
   *
   * @throws InputException if the file is missing or does not have them all, in matching shapes
   */
  public static Weights readWeights(Path file) {
    return open(file, ModelFile::weights);
  }

  private static <T> T open(Path file, Function<Hdf5Source, T> reader) {
    if (!Files.exists(file)) {
      throw new InputException(file + ": no such file");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InputException(file + ": expected a file that can be read");
    }
    try (HdfFile hdf = new HdfFile(file)) {
      // The HDF5 library does not look, and would read what is missing as something else.
      if (hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress() > hdf.size()) {
        throw new InputException("expected a whole HDF5 file, found one that is cut off");
      }
      return reader.apply(new Hdf5Source(hdf));
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // In a damaged file the HDF5 library may stumble over anything.
      throw new InputException(file + ": not an HDF5 file, or a damaged one", e);
    }
  }

  private static Weights weights(Hdf5Source root) {
    String[] userIds = root.ids("user_idx2id");
    String[] itemIds = root.ids("movie_idx2id");
    int factors = root.columns("U");
    return new Weights(
        userIds,
        itemIds,
        factors,
        root.floats("U", userIds.length, factors),
        root.floats("M", itemIds.length, factors),
        root.floats("bu", userIds.length),
        root.floats("bm", itemIds.length),
        root.number("bg"));
  }

  private static FactorModel model(Hdf5Source root) {
    Weights weights = weights(root);
    Hdf5Source group = root.group(GROUP);
    int format = group.attribute("format", Integer.class);
    if (format != FORMAT) {
      throw new InputException("expected a model of format %d, found %d".formatted(FORMAT, format));
    }
    int items = weights.itemIds().length;
    return new FactorModel(
        ratings(group, weights),
        constant(Recipe.class, group, "recipe"),
        constant(Objective.class, group, "objective"),
        weights,
        group.floats("scale", items),
        settings(group));
  }

  private static Ratings ratings(Hdf5Source group, Weights weights) {
    int items = weights.itemIds().length;
    int[] start = group.ints("rating_start", weights.userIds().length + 1);
    int size = start[start.length - 1];
    return new CompressedRows(
            weights.userIds(),
            weights.itemIds(),
            group.strings("titles", items),
            group.strings("genres", items),
            start,
            size == 0 ? new int[0] : group.ints("rating_item", size),
            size == 0 ? new float[0] : group.floats("rating_value", size),
            group.has("rating_time") ? group.longs("rating_time", size) : null)
        .ratings();
  }

  private static Map<String, String> settings(Hdf5Source group) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (group.has("settings")) {
      String[] flat = group.strings("settings", group.rows("settings"), 2);
      for (int i = 0; i < flat.length; i += 2) {
        settings.put(flat[i], flat[i + 1]);
      }
    }
    return settings;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Hdf5Source group, String name) {
    String value = group.attribute(name, String.class);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> lowerCase(constant).equals(value))
        .findFirst()
        .orElseThrow(() -> new InputException("unknown " + name + " \"" + value + '"'));
  }
}
