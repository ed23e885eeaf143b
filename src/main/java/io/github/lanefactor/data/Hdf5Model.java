package io.github.lanefactor.data;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.FeaturePrior;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Version;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Models as HDF5 files.
 *
 * <p>At the root stand the datasets of the 2019 post: {@code U} (n×k), {@code M} (m×k), {@code bu}
 * (n), {@code bm} (m), {@code bg} (scalar), all 32-bit floats, and {@code user_idx2id} (n), {@code
 * movie_idx2id} (m), 64-bit integers if all ids are integers, and UTF-8 strings otherwise. The rest
 * is in the group {@code lanefactor}:
 *
 * <ul>
 *   <li>attributes {@code format} (3), {@code version} (of lanefactor), and the lowest, highest and
 *       mean rating;
 *   <li>{@code titles}, {@code genres} (m texts each: {@code _utf8} has their bytes one after the
 *       other, {@code _end} m integers says where each ends; genres separated by {@code |}), {@code
 *       scale} (m floats), {@code user_counts} and {@code item_counts} (n and m integers: how many
 *       ratings each has);
 *   <li>for a model trained with features of items, {@code item_features_utf8}, which has a line
 *       for each of the d features (see {@link FeatureLines}), and {@code item_prior} (d×(k+1)
 *       floats); {@code user_features_utf8} and {@code user_prior} likewise;
 *   <li>groups {@code settings} and {@code origin} with an attribute for each value;
 *   <li>the history, unless it was left out: who rated what, as compressed sparse rows. {@code
 *       rating_start} (n+1 integers), {@code rating_item}, {@code rating_value} and, if there are
 *       times, {@code rating_time}, one element per rating; the last three only if there are any
 *       ratings.
 * </ul>
 */
final class Hdf5Model {
  /** How many times its size a compressed array can have. */
  private static final long DEFLATE = 1032;

  private static final String GROUP = "lanefactor";
  private static final int FORMAT = 3;

  private Hdf5Model() {}

  /** Writes a model into a file that does not exist yet. */
  static void write(FactorModel model, Path file) throws IOException {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      putWeights(hdf, model);
      putRest(hdf.putGroup(GROUP), model);
    } catch (HdfException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void putWeights(WritableGroup root, FactorModel model) {
    Catalogue catalogue = model.catalogue();
    Weights weights = model.weights();
    root.putDataset("U", rows(weights.u(), weights.factors()));
    root.putDataset("M", rows(weights.m(), weights.factors()));
    root.putDataset("bu", weights.bu());
    root.putDataset("bm", weights.bm());
    root.putDataset("bg", weights.bg());
    root.putDataset("user_idx2id", ids(catalogue.userIds(), catalogue.integerUserIds()));
    root.putDataset("movie_idx2id", ids(catalogue.itemIds(), catalogue.integerItemIds()));
  }

  private static void putRest(WritableGroup group, FactorModel model) {
    group.putAttribute("format", FORMAT);
    group.putAttribute("version", Version.current());
    Catalogue catalogue = model.catalogue();
    int items = catalogue.items();
    float[] scale = new float[items];
    int[] counts = new int[items];
    RatingStatistics statistics = model.statistics();
    for (int i = 0; i < items; i++) {
      scale[i] = model.scale(i);
      counts[i] = statistics.itemCount(i);
    }
    group.putDataset("scale", scale);
    int[] userCounts = new int[catalogue.users()];
    Arrays.setAll(userCounts, statistics::userCount);
    group.putDataset("user_counts", userCounts);
    group.putDataset("item_counts", counts);
    group.putAttribute("lowest", (double) statistics.lowest());
    group.putAttribute("highest", (double) statistics.highest());
    group.putAttribute("mean", statistics.mean());
    putTexts(group, "titles", Texts.of(items, catalogue::title));
    putTexts(group, "genres", Texts.of(items, i -> String.join("|", catalogue.genres(i))));
    model.userPrior().ifPresent(prior -> putPrior(group, "user", prior));
    model.itemPrior().ifPresent(prior -> putPrior(group, "item", prior));
    SettingsGroup.put(group, model.settings());
    OriginGroup.put(group, model.origin());
    model.history().ifPresent(history -> putHistory(group, history));
  }

  private static void putPrior(WritableGroup group, String side, FeaturePrior prior) {
    String lines = FeatureLines.of(prior.features());
    group.putDataset(side + "_features_utf8", lines.getBytes(StandardCharsets.UTF_8));
    group.putDataset(side + "_prior", rows(prior.coefficients(), prior.factors() + 1));
  }

  private static void putHistory(WritableGroup group, Ratings ratings) {
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

  private static void putTexts(WritableGroup group, String name, Texts texts) {
    group.putDataset(name + "_end", texts.ends());
    if (texts.utf8().length > 0) {
      group.putDataset(name + "_utf8", texts.utf8());
    }
  }

  private static float[][] rows(float[] matrix, int columns) {
    float[][] rows = new float[matrix.length / columns][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(matrix, r * columns, (r + 1) * columns));
    return rows;
  }

  private static Object ids(String[] ids, boolean integers) {
    return integers
        ? Arrays.stream(ids).mapToLong(Long::parseLong).toArray()
        : Hdf5Text.storable(ids);
  }

  /** Reads a model. */
  static FactorModel read(Path file) {
    return open(file, Hdf5Model::model);
  }

  /** Reads the weights alone. */
  static Weights readWeights(Path file) {
    return open(file, Hdf5Model::weights);
  }

  /** From memory the HDF5 library takes only what is there, whatever length a header claims. */
  private static HdfFile open(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.size() > Integer.MAX_VALUE
          ? new HdfFile(file)
          : HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (IOException e) {
      throw new InputException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static <T> T open(Path file, Function<Hdf5Source, T> reader) {
    try (HdfFile hdf = open(file)) {
      // The HDF5 library does not check, and would read garbage past the end.
      if (hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress() > hdf.size()) {
        throw new InputException("expected a whole HDF5 file, found one that is cut off");
      }
      return reader.apply(new Hdf5Source(hdf, DEFLATE * hdf.size()));
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // In a damaged file the HDF5 library may throw almost anything.
      throw new InputException(file + ": not an HDF5 file, or a damaged one", e);
    }
  }

  private static Weights weights(Hdf5Source root) {
    return weights(root, Catalogue.of(root.ids("user_idx2id"), root.ids("movie_idx2id")));
  }

  private static Weights weights(Hdf5Source root, Catalogue catalogue) {
    int factors = root.columns("U");
    return new Weights(
        catalogue,
        factors,
        root.floats("U", catalogue.users(), factors),
        root.floats("M", catalogue.items(), factors),
        root.floats("bu", catalogue.users()),
        root.floats("bm", catalogue.items()),
        root.number("bg"));
  }

  private static FactorModel model(Hdf5Source root) {
    String[] userIds = root.ids("user_idx2id");
    String[] itemIds = root.ids("movie_idx2id");
    Hdf5Source group = root.group(GROUP);
    int format = group.attribute("format", Integer.class);
    if (format != FORMAT) {
      throw new InputException("expected a model of format %d, found %d".formatted(FORMAT, format));
    }
    int items = itemIds.length;
    Catalogue catalogue =
        Catalogue.of(
            userIds, itemIds, texts(group, "titles", items), texts(group, "genres", items));
    Weights weights = weights(root, catalogue);
    RatingStatistics statistics =
        new RatingStatistics(
            group.attribute("lowest", Double.class).floatValue(),
            group.attribute("highest", Double.class).floatValue(),
            group.attribute("mean", Double.class),
            group.ints("user_counts", catalogue.users()),
            group.ints("item_counts", items));
    Settings settings = SettingsGroup.read(group, statistics);
    if (settings.factors() != weights.factors()) {
      throw new InputException(
          "expected %d factors, found %d".formatted(settings.factors(), weights.factors()));
    }
    return new FactorModel(
            weights,
            settings,
            group.floats("scale", items),
            statistics,
            history(group, catalogue),
            OriginGroup.read(group))
        .withPriors(
            prior(group, "user", weights.factors()), prior(group, "item", weights.factors()));
  }

  private static Optional<FeaturePrior> prior(Hdf5Source group, String side, int k) {
    String name = side + "_features_utf8";
    if (!group.has(name)) {
      return Optional.empty();
    }
    byte[] utf8 = group.bytes(name);
    String lines = Texts.read(name, utf8, new int[] {utf8.length})[0];
    List<Feature> features = FeatureLines.read(lines);
    float[] coefficients = group.floats(side + "_prior", features.size(), k + 1);
    return Optional.of(new FeaturePrior(features, k, coefficients));
  }

  private static String[] texts(Hdf5Source group, String name, int count) {
    byte[] utf8 = group.has(name + "_utf8") ? group.bytes(name + "_utf8") : new byte[0];
    return Texts.read(name, utf8, group.ints(name + "_end", count));
  }

  private static Optional<Ratings> history(Hdf5Source group, Catalogue catalogue) {
    if (!group.has("rating_start")) {
      return Optional.empty();
    }
    int[] start = group.ints("rating_start", catalogue.users() + 1);
    int size = start[start.length - 1];
    return Optional.of(
        Ratings.ofRows(
            catalogue,
            IntBuffer.wrap(start),
            IntBuffer.wrap(size == 0 ? new int[0] : group.ints("rating_item", size)),
            FloatBuffer.wrap(size == 0 ? new float[0] : group.floats("rating_value", size)),
            group.has("rating_time") ? LongBuffer.wrap(group.longs("rating_time", size)) : null));
  }
}
