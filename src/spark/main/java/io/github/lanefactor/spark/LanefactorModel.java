package io.github.lanefactor.spark;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A trained model as a stage of a pipeline. Predictions and lists are those of the library's {@link
 * Recommender}; each executor has the model in memory once.
 *
 * <p>A saved stage holds the library's model file, {@code model.safetensors}, which {@link
 * ModelFile#read} opens; {@link #of} makes a stage of any model.
 */
public final class LanefactorModel extends Model<LanefactorModel>
    implements LanefactorParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private static final String FILE = "model.safetensors";

  private final String uid;
  private final SharedParams shared;
  private final BooleanParam includeRated;
  private final IntParam minRatings;
  private final Param<String> genre;
  private final DoubleParam diversity;
  private final StringArrayParam onlyItems;
  private final StringArrayParam excludedItems;
  private final Param<String> userType;
  private final Param<String> itemType;
  private NativeModel model;
  private transient Broadcast<NativeModel> sent;

  /** A stage without a model, for {@link #read}. */
  public LanefactorModel(String uid) {
    this(uid, null);
  }

  LanefactorModel(String uid, NativeModel model) {
    this.uid = uid;
    this.model = model;
    shared = new SharedParams(this);
    includeRated =
        new BooleanParam(this, "includeRated", "whether lists have what a user has rated");
    minRatings =
        new IntParam(
            this, "minRatings", "ratings that a listed item has at least", ParamValidators.gtEq(0));
    genre = new Param<>(this, "genre", "genre of listed items; empty for any");
    diversity =
        new DoubleParam(
            this, "diversity", "how unlike listed items are", ParamValidators.inRange(0, 1));
    onlyItems = new StringArrayParam(this, "onlyItems", "ids of the items that may be listed");
    excludedItems = new StringArrayParam(this, "excludedItems", "ids of items that are not listed");
    userType = new Param<>(this, "userType", "type of users' ids in lists");
    itemType = new Param<>(this, "itemType", "type of items' ids in lists");
    setDefault(shared.userCol, "user");
    setDefault(shared.itemCol, "item");
    setDefault(shared.predictionCol, "prediction");
    setDefault(shared.coldStartStrategy, "nan");
    setDefault(includeRated, false);
    setDefault(minRatings, 0);
    setDefault(genre, "");
    setDefault(diversity, 0.0);
    setDefault(userType, "string");
    setDefault(itemType, "string");
  }

  /** A stage of a model that the library has trained or read. Ids in lists are strings. */
  public static LanefactorModel of(FactorModel model) {
    return new LanefactorModel(
        Identifiable$.MODULE$.randomUID("lanefactor"), NativeModel.of(model));
  }

  /** The model itself, with all that the library can do with it. */
  public FactorModel factorModel() {
    return recommender().model();
  }

  private Recommender recommender() {
    if (model == null) {
      throw new IllegalStateException("this stage has no model: read it, fit it or use of");
    }
    return model.recommender();
  }

  LanefactorModel setIdTypes(DataType users, DataType items) {
    set(userType, users.catalogString());
    set(itemType, items.catalogString());
    return this;
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
  public LanefactorModel setUserCol(String value) {
    set(shared.userCol, value);
    return this;
  }

  @Override
  public Param<String> itemCol() {
    return shared.itemCol;
  }

  /** Sets {@link #itemCol}. */
  public LanefactorModel setItemCol(String value) {
    set(shared.itemCol, value);
    return this;
  }

  @Override
  public Param<String> predictionCol() {
    return shared.predictionCol;
  }

  /** Sets {@link #predictionCol}. */
  public LanefactorModel setPredictionCol(String value) {
    set(shared.predictionCol, value);
    return this;
  }

  @Override
  public Param<String> coldStartStrategy() {
    return shared.coldStartStrategy;
  }

  /** Sets {@link #coldStartStrategy}. */
  public LanefactorModel setColdStartStrategy(String value) {
    set(shared.coldStartStrategy, value);
    return this;
  }

  /** Whether lists have what a user has rated; false by default. */
  public BooleanParam includeRated() {
    return includeRated;
  }

  /** Sets {@link #includeRated}. */
  public LanefactorModel setIncludeRated(boolean value) {
    set(includeRated, value);
    return this;
  }

  /** How many ratings a listed item has at least; 0 by default. */
  public IntParam minRatings() {
    return minRatings;
  }

  /** Sets {@link #minRatings}. */
  public LanefactorModel setMinRatings(int value) {
    set(minRatings, value);
    return this;
  }

  /** The genre of listed items; empty, the default, for any. */
  public Param<String> genre() {
    return genre;
  }

  /** Sets {@link #genre}. */
  public LanefactorModel setGenre(String value) {
    set(genre, value);
    return this;
  }

  /**
   * How unlike each other listed items are, from 0, the default, to 1; see {@link
   * Query#diversified}.
   */
  public DoubleParam diversity() {
    return diversity;
  }

  /** Sets {@link #diversity}. */
  public LanefactorModel setDiversity(double value) {
    set(diversity, value);
    return this;
  }

  /** The ids of the only items that lists may have; unset for all. */
  public StringArrayParam onlyItems() {
    return onlyItems;
  }

  /** Sets {@link #onlyItems}. */
  public LanefactorModel setOnlyItems(String[] value) {
    set(onlyItems, value);
    return this;
  }

  /** The ids of items that no list has. */
  public StringArrayParam excludedItems() {
    return excludedItems;
  }

  /** Sets {@link #excludedItems}. */
  public LanefactorModel setExcludedItems(String[] value) {
    set(excludedItems, value);
    return this;
  }

  /** The type of users' ids in lists, in Spark's words; that of the training's column. */
  public Param<String> userType() {
    return userType;
  }

  /** The type of items' ids in lists, in Spark's words; that of the training's column. */
  public Param<String> itemType() {
    return itemType;
  }

  /** The schema with a column of predictions. */
  static StructType withPrediction(StructType schema, String column) {
    if (List.of(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException("predictionCol: column " + column + " already exists.");
    }
    return schema.add(column, DataTypes.DoubleType, false);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Ids.checkId(schema, "userCol", getUserCol());
    Ids.checkId(schema, "itemCol", getItemCol());
    return withPrediction(schema, getPredictionCol());
  }

  /**
   * Adds the prediction for each row's user and item: a rating under the objective "rating",
   * otherwise the model's output, from 0 to 1, which orders items. NaN where the training has not
   * seen one of them, unless {@link #coldStartStrategy} drops the row.
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    transformSchema(data.schema());
    Broadcast<NativeModel> there = sent(data.sparkSession());
    UDF2<String, String, Double> predict =
        (user, item) -> predict(there.value().recommender(), user, item);
    Column prediction =
        functions
            .udf(predict, DataTypes.DoubleType)
            .apply(Ids.text(data, getUserCol()), Ids.text(data, getItemCol()));
    Dataset<Row> predicted = data.withColumn(getPredictionCol(), prediction);
    return getColdStartStrategy().equals("drop")
        ? predicted.filter(functions.not(functions.isnan(predicted.col(getPredictionCol()))))
        : predicted;
  }

  private static double predict(Recommender recommender, String user, String item) {
    boolean known =
        user != null
            && item != null
            && recommender.catalogue().containsUser(user)
            && recommender.catalogue().containsItem(item);
    return known ? recommender.predict(user, item) : Double.NaN;
  }

  private synchronized Broadcast<NativeModel> sent(SparkSession session) {
    if (sent == null || !sent.isValid()) {
      recommender(); // fails here, if there is none
      sent = new JavaSparkContext(session.sparkContext()).broadcast(model);
    }
    return sent;
  }

  /** What makes the list of an id: those that the model does not know get none. */
  private interface Lists extends java.io.Serializable {
    List<ScoredItem> of(Recommender recommender, String id, Query query);
  }

  private static List<ScoredItem> ofUser(Recommender recommender, String user, Query query) {
    return recommender.recommend(user, query);
  }

  private static List<ScoredItem> similar(Recommender recommender, String item, Query query) {
    return recommender.similarItems(item, query);
  }

  /**
   * What all users would like best and have not rated: rows of a user and an array of items with
   * their scores, best first. The filters are {@link #includeRated}, {@link #minRatings}, {@link
   * #genre}, {@link #onlyItems}, {@link #excludedItems} and {@link #diversity}.
   *
   * @param n how many at most, ≥ 1
   */
  public Dataset<Row> recommendForAllUsers(int n) {
    SparkSession session = SparkSession.active();
    Broadcast<NativeModel> there = sent(session);
    int users = recommender().catalogue().users();
    return lists(session, there, ids(session, there, users, true), n, true, true);
  }

  /** The same for the users of a dataset, each once; those that are not known are left out. */
  public Dataset<Row> recommendForUserSubset(Dataset<?> data, int n) {
    Ids.checkId(data.schema(), "userCol", getUserCol());
    SparkSession session = data.sparkSession();
    Broadcast<NativeModel> there = sent(session);
    return lists(session, there, subset(there, data, getUserCol(), true), n, true, true);
  }

  /**
   * Which users would like each item best and have not rated it: rows of an item and an array of
   * users with their scores, best first. Only {@link #includeRated} filters.
   *
   * @param n how many at most, ≥ 1
   */
  public Dataset<Row> recommendForAllItems(int n) {
    SparkSession session = SparkSession.active();
    Broadcast<NativeModel> there =
        new JavaSparkContext(session.sparkContext())
            .broadcast(NativeModel.of(Transposed.of(recommender())));
    int items = recommender().catalogue().items();
    return lists(session, there, ids(session, there, items, true), n, false, true);
  }

  /**
   * The items most like each item: rows of an item and an array of items with their similarity, the
   * most alike first. See {@link Recommender#similarItems}; the filters are those of lists.
   *
   * @param n how many at most, ≥ 1
   */
  public Dataset<Row> similarItems(int n) {
    SparkSession session = SparkSession.active();
    Broadcast<NativeModel> there = sent(session);
    int items = recommender().catalogue().items();
    return lists(session, there, ids(session, there, items, false), n, true, false);
  }

  /** The same for the items of a dataset, each once; those that are not known are left out. */
  public Dataset<Row> similarItems(Dataset<?> data, int n) {
    Ids.checkId(data.schema(), "itemCol", getItemCol());
    SparkSession session = data.sparkSession();
    Broadcast<NativeModel> there = sent(session);
    return lists(session, there, subset(there, data, getItemCol(), false), n, true, false);
  }

  /** The ids of one side, in as many partitions as there are cores to make lists on. */
  private static JavaRDD<String> ids(
      SparkSession session, Broadcast<NativeModel> there, int count, boolean users) {
    JavaSparkContext context = new JavaSparkContext(session.sparkContext());
    int parts = Math.max(1, Math.min(count, 8 * context.defaultParallelism()));
    List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
    return context
        .parallelize(numbers, parts)
        .flatMap(
            part -> {
              int from = (int) ((long) count * part / parts);
              int to = (int) ((long) count * (part + 1) / parts);
              var catalogue = there.value().recommender().catalogue();
              return IntStream.range(from, to)
                  .mapToObj(i -> users ? catalogue.userId(i) : catalogue.itemId(i))
                  .iterator();
            });
  }

  private static JavaRDD<String> subset(
      Broadcast<NativeModel> there, Dataset<?> data, String column, boolean users) {
    return data.select(Ids.text(data, column).as("id"))
        .distinct()
        .toJavaRDD()
        .filter(row -> !row.isNullAt(0))
        .map(row -> row.getString(0))
        .filter(
            id -> {
              var catalogue = there.value().recommender().catalogue();
              return users ? catalogue.containsUser(id) : catalogue.containsItem(id);
            });
  }

  /**
   * @param items whether the lists have items, else users
   * @param liked whether they have what would be liked, else what is alike
   */
  private Dataset<Row> lists(
      SparkSession session,
      Broadcast<NativeModel> there,
      JavaRDD<String> ids,
      int n,
      boolean items,
      boolean liked) {
    Filters filters = items ? new Filters(this) : Filters.of((Boolean) getOrDefault(includeRated));
    Query query = Query.top(n); // refuses an n below 1 here and not on the executors
    filters.on(query);
    Lists lists = liked ? LanefactorModel::ofUser : LanefactorModel::similar;
    JavaRDD<Row> rows =
        ids.mapPartitions(
            of -> {
              Recommender recommender = there.value().recommender();
              Query wanted = filters.on(Query.top(n));
              return new ListRows(of, id -> lists.of(recommender, id, wanted));
            });
    String listed = items ? getItemCol() : getUserCol();
    String whose = items && liked ? getUserCol() : getItemCol();
    String score = liked ? "rating" : "similarity";
    String list = liked ? "recommendations" : "similar";
    StructType entry =
        new StructType().add(listed, DataTypes.StringType).add(score, DataTypes.DoubleType);
    StructType schema =
        new StructType()
            .add(whose, DataTypes.StringType, false)
            .add(list, DataTypes.createArrayType(entry), false);
    String listedType = getOrDefault(items ? itemType : userType);
    String whoseType = getOrDefault(items && liked ? userType : itemType);
    Dataset<Row> made = session.createDataFrame(rows, schema);
    return made.select(
        made.col(Ids.quoted(whose)).cast(whoseType).as(whose),
        made.col(list)
            .cast("array<struct<%s:%s,%s:double>>".formatted(Ids.quoted(listed), listedType, score))
            .as(list));
  }

  /** Rows of lists, made one by one. */
  private record ListRows(
      Iterator<String> ids, java.util.function.Function<String, List<ScoredItem>> lists)
      implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return ids.hasNext();
    }

    @Override
    public Row next() {
      String id = ids.next();
      List<Row> list = new ArrayList<>();
      for (ScoredItem scored : lists.apply(id)) {
        list.add(RowFactory.create(scored.item().id(), scored.score()));
      }
      return RowFactory.create(id, list.toArray(Row[]::new));
    }
  }

  @Override
  public LanefactorModel copy(ParamMap extra) {
    LanefactorModel copy = new LanefactorModel(uid, model);
    copyValues(copy, extra);
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    MLWriter params = DefaultParamsWritable.super.write();
    return new Writer(params, this);
  }

  private static final class Writer extends MLWriter {
    private final MLWriter params;
    private final LanefactorModel stage;

    Writer(MLWriter params, LanefactorModel stage) {
      this.params = params;
      this.stage = stage;
    }

    @Override
    public void saveImpl(String path) {
      stage.recommender();
      Path file = new Path(path, FILE);
      try {
        params.session(sparkSession()).save(path);
        try (OutputStream out = fileSystem(sparkSession(), file).create(file)) {
          stage.model.write(out);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }
  }

  private static FileSystem fileSystem(SparkSession session, Path file) throws IOException {
    return file.getFileSystem(session.sparkContext().hadoopConfiguration());
  }

  /** Reads a model that was saved. */
  public static MLReader<LanefactorModel> read() {
    return new MLReader<>() {
      @Override
      public LanefactorModel load(String path) {
        LanefactorModel stage =
            new DefaultParamsReadable<LanefactorModel>() {}.read()
                .session(sparkSession())
                .load(path);
        Path file = new Path(path, FILE);
        try (InputStream in = fileSystem(sparkSession(), file).open(file)) {
          stage.model = NativeModel.of(in);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + file, e);
        }
        return stage;
      }
    };
  }

  /** Reads a model that was saved. */
  public static LanefactorModel load(String path) {
    return read().load(path);
  }
}
