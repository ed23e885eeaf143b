package io.github.lanefactor.spark;

import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.spark.RatingsFrame.ItemRow;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains lanefactor's model on the executors of a Spark application. The model is the one that
 * {@link Trainer} makes of the same ratings on one machine, to the last bit, however the data are
 * partitioned and how many executors there are.
 *
 * <pre>{@code
 * LanefactorModel model =
 *     new LanefactorEstimator().setUserCol("userId").setItemCol("movieId").fit(ratings);
 * model.recommendForAllUsers(10).show();
 * }</pre>
 *
 * <p>Params without a value have the library's defaults, which depend on the objective.
 */
public final class LanefactorEstimator extends Estimator<LanefactorModel>
    implements LanefactorParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(LanefactorEstimator.class);

  private final String uid;
  private final SharedParams shared;
  private final Param<String> ratingCol;
  private final Param<String> timestampCol;
  private final Param<String> titleCol;
  private final Param<String> genresCol;
  private final Param<String> objective;
  private final IntParam factors;
  private final IntParam sweeps;
  private final DoubleParam observedWeight;
  private final DoubleParam l2;
  private final DoubleParam l2Exponent;
  private final Param<String> values;
  private final DoubleParam likedFrom;
  private final DoubleParam dislikedWeight;
  private final DoubleParam halfLife;
  private final DoubleParam tolerance;
  private final LongParam seed;
  private final IntParam parallelism;
  private final Param<String> kernel;
  private transient Dataset<?> items;

  /** An estimator with default params. */
  public LanefactorEstimator() {
    this(Identifiable$.MODULE$.randomUID("lanefactor"));
  }

  /** An estimator of this name. */
  public LanefactorEstimator(String uid) {
    this.uid = uid;
    shared = new SharedParams(this);
    ratingCol = new Param<>(this, "ratingCol", "column of ratings; empty if each row counts as 1");
    timestampCol = new Param<>(this, "timestampCol", "column of times, for halfLife");
    titleCol = new Param<>(this, "titleCol", "column of titles in the items");
    genresCol = new Param<>(this, "genresCol", "column of genres in the items");
    objective =
        SharedParams.choice(this, "objective", "what to learn", "ranking", "rating", "scaled");
    factors = new IntParam(this, "factors", "number of factors", ParamValidators.gtEq(1));
    sweeps = new IntParam(this, "sweeps", "number of sweeps at most", ParamValidators.gtEq(0));
    observedWeight =
        new DoubleParam(
            this, "observedWeight", "weight of a rated cell", ParamValidators.gtEq(1e-6));
    l2 = new DoubleParam(this, "l2", "L2", ParamValidators.gtEq(0));
    l2Exponent =
        new DoubleParam(this, "l2Exponent", "exponent of L2", ParamValidators.inRange(0, 2));
    values = SharedParams.choice(this, "values", "what the ratings are", "ratings", "counts");
    likedFrom = new DoubleParam(this, "likedFrom", "lowest rating that says liked");
    dislikedWeight =
        new DoubleParam(
            this, "dislikedWeight", "weight of a disliked cell", ParamValidators.gtEq(1e-6));
    halfLife =
        new DoubleParam(
            this, "halfLife", "days after which a rating weighs half", ParamValidators.gtEq(1e-3));
    tolerance =
        new DoubleParam(
            this, "tolerance", "share of progress to stop at", ParamValidators.inRange(0, 1));
    seed = new LongParam(this, "seed", "seed of the random start");
    parallelism =
        new IntParam(
            this,
            "parallelism",
            "tasks at a time; by default the cores of the application",
            ParamValidators.gtEq(1));
    kernel = SharedParams.choice(this, "kernel", "code to run on", "auto", "vector", "scalar");
    setDefault(shared.userCol, "user");
    setDefault(shared.itemCol, "item");
    setDefault(shared.predictionCol, "prediction");
    setDefault(shared.coldStartStrategy, "nan");
    setDefault(ratingCol, "rating");
    setDefault(timestampCol, "");
    setDefault(titleCol, "title");
    setDefault(genresCol, "genres");
    setDefault(objective, "ranking");
    setDefault(factors, 32);
    setDefault(tolerance, 1e-4);
    setDefault(seed, 1L);
    setDefault(kernel, "auto");
  }

  /** Reads an estimator that was saved. */
  public static MLReader<LanefactorEstimator> read() {
    return new DefaultParamsReadable<LanefactorEstimator>() {}.read();
  }

  /** Reads an estimator that was saved. */
  public static LanefactorEstimator load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<String> userCol() {
    return shared.userCol;
  }

  /** Sets {@link #userCol}. */
  public LanefactorEstimator setUserCol(String value) {
    set(shared.userCol, value);
    return this;
  }

  @Override
  public Param<String> itemCol() {
    return shared.itemCol;
  }

  /** Sets {@link #itemCol}. */
  public LanefactorEstimator setItemCol(String value) {
    set(shared.itemCol, value);
    return this;
  }

  @Override
  public Param<String> predictionCol() {
    return shared.predictionCol;
  }

  /** Sets {@link #predictionCol}. */
  public LanefactorEstimator setPredictionCol(String value) {
    set(shared.predictionCol, value);
    return this;
  }

  @Override
  public Param<String> coldStartStrategy() {
    return shared.coldStartStrategy;
  }

  /** Sets {@link #coldStartStrategy}. */
  public LanefactorEstimator setColdStartStrategy(String value) {
    set(shared.coldStartStrategy, value);
    return this;
  }

  /**
   * The column of ratings, of any numeric type; empty if every row counts as 1. "rating" by
   * default.
   */
  public Param<String> ratingCol() {
    return ratingCol;
  }

  /** Sets {@link #ratingCol}. */
  public LanefactorEstimator setRatingCol(String value) {
    set(ratingCol, value);
    return this;
  }

  /** The column of times: timestamps, dates or seconds since 1970. Empty, the default, for none. */
  public Param<String> timestampCol() {
    return timestampCol;
  }

  /** Sets {@link #timestampCol}. */
  public LanefactorEstimator setTimestampCol(String value) {
    set(timestampCol, value);
    return this;
  }

  /** The column of titles in the items; "title" by default. */
  public Param<String> titleCol() {
    return titleCol;
  }

  /** Sets {@link #titleCol}. */
  public LanefactorEstimator setTitleCol(String value) {
    set(titleCol, value);
    return this;
  }

  /** The column of genres in the items; "genres" by default. */
  public Param<String> genresCol() {
    return genresCol;
  }

  /** Sets {@link #genresCol}. */
  public LanefactorEstimator setGenresCol(String value) {
    set(genresCol, value);
    return this;
  }

  /** What to learn: "ranking", the default, "rating" or "scaled"; see {@link Trainer#objective}. */
  public Param<String> objective() {
    return objective;
  }

  /** Sets {@link #objective}. */
  public LanefactorEstimator setObjective(String value) {
    set(objective, value);
    return this;
  }

  /** The number of factors, 32 by default; see {@link Trainer#factors}. */
  public IntParam factors() {
    return factors;
  }

  /** Sets {@link #factors}. */
  public LanefactorEstimator setFactors(int value) {
    set(factors, value);
    return this;
  }

  /** The number of sweeps at most; see {@link Trainer#sweeps}. */
  public IntParam sweeps() {
    return sweeps;
  }

  /** Sets {@link #sweeps}. */
  public LanefactorEstimator setSweeps(int value) {
    set(sweeps, value);
    return this;
  }

  /** The weight of a rated cell; see {@link Trainer#observedWeight}. */
  public DoubleParam observedWeight() {
    return observedWeight;
  }

  /** Sets {@link #observedWeight}. */
  public LanefactorEstimator setObservedWeight(double value) {
    set(observedWeight, value);
    return this;
  }

  /** L2; see {@link Trainer#l2}. */
  public DoubleParam l2() {
    return l2;
  }

  /** Sets {@link #l2}. */
  public LanefactorEstimator setL2(double value) {
    set(l2, value);
    return this;
  }

  /** The exponent of L2; see {@link Trainer#l2Exponent}. */
  public DoubleParam l2Exponent() {
    return l2Exponent;
  }

  /** Sets {@link #l2Exponent}. */
  public LanefactorEstimator setL2Exponent(double value) {
    set(l2Exponent, value);
    return this;
  }

  /** What the ratings are, "ratings" or "counts"; see {@link Trainer#values}. */
  public Param<String> values() {
    return values;
  }

  /** Sets {@link #values}. */
  public LanefactorEstimator setValues(String value) {
    set(values, value);
    return this;
  }

  /** The lowest rating that says "liked"; see {@link Trainer#likedFrom}. */
  public DoubleParam likedFrom() {
    return likedFrom;
  }

  /** Sets {@link #likedFrom}. */
  public LanefactorEstimator setLikedFrom(double value) {
    set(likedFrom, value);
    return this;
  }

  /** The weight of a disliked cell; see {@link Trainer#dislikedWeight}. */
  public DoubleParam dislikedWeight() {
    return dislikedWeight;
  }

  /** Sets {@link #dislikedWeight}. */
  public LanefactorEstimator setDislikedWeight(double value) {
    set(dislikedWeight, value);
    return this;
  }

  /** Days after which a rating weighs half; see {@link Trainer#halfLife}. */
  public DoubleParam halfLife() {
    return halfLife;
  }

  /** Sets {@link #halfLife}. */
  public LanefactorEstimator setHalfLife(double value) {
    set(halfLife, value);
    return this;
  }

  /** When to stop, 1e-4 by default; see {@link Trainer#tolerance}. */
  public DoubleParam tolerance() {
    return tolerance;
  }

  /** Sets {@link #tolerance}. */
  public LanefactorEstimator setTolerance(double value) {
    set(tolerance, value);
    return this;
  }

  /** The seed of the random start, 1 by default. */
  public LongParam seed() {
    return seed;
  }

  /** Sets {@link #seed}. */
  public LanefactorEstimator setSeed(long value) {
    set(seed, value);
    return this;
  }

  /** How many tasks run at a time; the cores of the application by default. Changes no bit. */
  public IntParam parallelism() {
    return parallelism;
  }

  /** Sets {@link #parallelism}. */
  public LanefactorEstimator setParallelism(int value) {
    set(parallelism, value);
    return this;
  }

  /** The code to run on: "auto", the default, "vector" or "scalar". Changes no bit. */
  public Param<String> kernel() {
    return kernel;
  }

  /** Sets {@link #kernel}. */
  public LanefactorEstimator setKernel(String value) {
    set(kernel, value);
    return this;
  }

  /**
   * What is known of the items: a row each, with the id in {@link #itemCol}, the title in {@link
   * #titleCol} and the genres, an array or a string with bars between them, in {@link #genresCol};
   * one of the two may be missing. Genres and years in titles are features of the training, and
   * items that nobody has rated get into lists. Not a param: it is not saved with the estimator.
   *
   * @param items null for none
   */
  public LanefactorEstimator setItems(Dataset<?> items) {
    this.items = items;
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Ids.checkId(schema, "userCol", getUserCol());
    Ids.checkId(schema, "itemCol", getItemCol());
    given(ratingCol).ifPresent(column -> Ids.checkNumeric(schema, "ratingCol", column));
    given(timestampCol).ifPresent(column -> Ids.checkTime(schema, "timestampCol", column));
    return LanefactorModel.withPrediction(schema, getPredictionCol());
  }

  private Optional<String> given(Param<String> column) {
    String name = getOrDefault(column);
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /**
   * Trains a model.
   *
   * @throws IllegalArgumentException if a column is missing or of another type, has nulls or NaN,
   *     or if a user and an item have two ratings; it names the column
   */
  @Override
  public LanefactorModel fit(Dataset<?> data) {
    transformSchema(data.schema());
    RatingsFrame frame =
        new RatingsFrame(data, getUserCol(), getItemCol(), given(ratingCol), given(timestampCol));
    Ratings ratings = frame.collect(itemRows());
    JavaSparkContext context = new JavaSparkContext(data.sparkSession().sparkContext());
    SparkCluster cluster =
        isDefined(parallelism)
            ? new SparkCluster(context, (Integer) getOrDefault(parallelism))
            : new SparkCluster(context);
    Training training;
    try {
      training = trainer().cluster(cluster).listener(LanefactorEstimator::log).train(ratings);
    } catch (InputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (training.ending().kind() == Training.Ending.Kind.CANCELLED) {
      throw new CancellationException("the training was interrupted");
    }
    LanefactorModel model =
        new LanefactorModel(uid, NativeModel.of(training.model()))
            .setIdTypes(
                Ids.shown(data.schema().apply(getUserCol()).dataType()),
                Ids.shown(data.schema().apply(getItemCol()).dataType()));
    model.setParent(this);
    return copyValues(model, ParamMap.empty());
  }

  private static boolean log(Training.Point point, boolean logged, int sweeps) {
    LOG.info(
        "sweep {} of {}: loss {} before it, {} s",
        point.step(),
        sweeps,
        (float) point.loss(),
        (float) point.seconds());
    return true;
  }

  private List<ItemRow> itemRows() {
    if (items == null) {
      return List.of();
    }
    StructType schema = items.schema();
    Ids.checkId(schema, "itemCol", getItemCol());
    List<ItemRow> rows = new ArrayList<>();
    List<Row> collected =
        items
            .select(Ids.text(items, getItemCol()), text(schema, titleCol), text(schema, genresCol))
            .collectAsList();
    for (Row row : collected) {
      if (row.isNullAt(0)) {
        throw new IllegalArgumentException(
            "column %s of the items must not have nulls".formatted(getItemCol()));
      }
      rows.add(new ItemRow(row.getString(0), row.getString(1), row.getString(2)));
    }
    return rows;
  }

  /** A column of the items as text; genres of an array have bars between them. */
  private Column text(StructType schema, Param<String> param) {
    String name = getOrDefault(param);
    if (!isSet(param) && !List.of(schema.fieldNames()).contains(name)) {
      return functions.lit("");
    }
    DataType type = Ids.type(schema, param.name(), name);
    Column column = items.col(Ids.quoted(name));
    if (type instanceof ArrayType) {
      column = functions.array_join(column, "|");
    }
    return functions.coalesce(column.cast(DataTypes.StringType), functions.lit(""));
  }

  /** The trainer of the library that makes the same model on one machine. */
  public Trainer trainer() {
    Trainer trainer = Trainer.ranking();
    trainer.objective(Objective.valueOf(getOrDefault(objective).toUpperCase(Locale.ROOT)));
    trainer.factors((Integer) getOrDefault(factors));
    trainer.tolerance((Double) getOrDefault(tolerance));
    trainer.seed((Long) getOrDefault(seed));
    trainer.kernel(getOrDefault(kernel));
    ifGiven(sweeps, value -> trainer.sweeps((Integer) value));
    ifGiven(observedWeight, value -> trainer.observedWeight((Double) value));
    ifGiven(l2, value -> trainer.l2((Double) value));
    ifGiven(l2Exponent, value -> trainer.l2Exponent((Double) value));
    ifGiven(likedFrom, value -> trainer.likedFrom((Double) value));
    ifGiven(dislikedWeight, value -> trainer.dislikedWeight((Double) value));
    ifGiven(halfLife, value -> trainer.halfLife((Double) value));
    ifGiven(values, value -> trainer.values(Values.valueOf(value.toUpperCase(Locale.ROOT))));
    return trainer;
  }

  private <T> void ifGiven(Param<T> param, Consumer<T> use) {
    if (isDefined(param)) {
      use.accept(getOrDefault(param));
    }
  }

  @Override
  public LanefactorEstimator copy(ParamMap extra) {
    LanefactorEstimator copy = defaultCopy(extra);
    return copy.setItems(items);
  }
}
