package io.github.lanefactor.spark;

import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The ratings of a data frame. Executors put ids into dictionaries and the rest into arrays, which
 * the driver collects: 12 bytes a rating, 20 with times, and the ids of each batch once. Users and
 * items are sorted by id, so that the order of rows does not matter.
 */
final class RatingsFrame {
  /** Ratings in a batch at most. */
  private static final int BATCH = 1 << 19;

  private final Dataset<?> data;
  private final String user;
  private final String item;
  private final Optional<String> rating;
  private final Optional<String> time;

  /**
   * @param rating empty if every row is a rating of 1
   * @param time empty if ratings have no times
   */
  RatingsFrame(
      Dataset<?> data, String user, String item, Optional<String> rating, Optional<String> time) {
    this.data = data;
    this.user = user;
    this.item = item;
    this.rating = rating;
    this.time = time;
  }

  /** Some ratings; ids by their number in the dictionaries. */
  private static final class Batch implements Serializable {
    private static final long serialVersionUID = 1;

    String[] userIds;
    String[] itemIds;
    int[] users = new int[1024];
    int[] items = new int[1024];
    float[] ratings = new float[1024];
    long[] times;
    int size;
    String problem;

    Batch(boolean timed) {
      times = timed ? new long[1024] : null;
    }

    void add(int user, int item, float rating, long time) {
      if (size == users.length) {
        resize(Math.min(BATCH, 2 * size));
      }
      users[size] = user;
      items[size] = item;
      ratings[size] = rating;
      if (times != null) {
        times[size] = time;
      }
      size++;
    }

    void resize(int length) {
      users = Arrays.copyOf(users, length);
      items = Arrays.copyOf(items, length);
      ratings = Arrays.copyOf(ratings, length);
      times = times == null ? null : Arrays.copyOf(times, length);
    }
  }

  /** Turns the rows of a partition into batches. */
  private record Batches(
      Iterator<Row> rows,
      String userCol,
      String itemCol,
      String ratingCol,
      String timeCol,
      DataType userType,
      DataType itemType)
      implements Iterator<Batch> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Batch next() {
      if (!rows.hasNext()) {
        throw new NoSuchElementException();
      }
      Batch batch = new Batch(timeCol != null);
      Map<String, Integer> users = new HashMap<>();
      Map<String, Integer> items = new HashMap<>();
      while (rows.hasNext() && batch.size < BATCH) {
        Row row = rows.next();
        batch.problem = problem(row);
        if (batch.problem != null) {
          batch.size = 0;
          break;
        }
        batch.add(
            number(users, row.getString(0)),
            number(items, row.getString(1)),
            (float) row.getDouble(2),
            timeCol == null ? 0 : row.getLong(3));
      }
      batch.resize(batch.size);
      batch.userIds = ids(users);
      batch.itemIds = ids(items);
      return batch;
    }

    private static int number(Map<String, Integer> numbers, String id) {
      Integer number = numbers.putIfAbsent(id, numbers.size());
      return number == null ? numbers.size() - 1 : number;
    }

    private static String[] ids(Map<String, Integer> numbers) {
      String[] ids = new String[numbers.size()];
      numbers.forEach((id, number) -> ids[number] = id);
      return ids;
    }

    /** What is wrong with a row, naming the column; null if nothing is. */
    private String problem(Row row) {
      if (row.isNullAt(0)) {
        return "column " + userCol + " must not have nulls";
      }
      if (row.isNullAt(1)) {
        return "column " + itemCol + " must not have nulls";
      }
      if (!Ids.isId(userType, row.getString(0))) {
        return "column %s must have whole numbers or strings, found %s"
            .formatted(userCol, row.getString(0));
      }
      if (!Ids.isId(itemType, row.getString(1))) {
        return "column %s must have whole numbers or strings, found %s"
            .formatted(itemCol, row.getString(1));
      }
      String wrong = null;
      if (row.isNullAt(2)) {
        wrong = "column " + ratingCol + " must not have nulls";
      } else if (!Float.isFinite((float) row.getDouble(2))) {
        wrong = "column %s must have finite numbers, found %s".formatted(ratingCol, row.get(2));
      } else if (timeCol != null && row.isNullAt(3)) {
        wrong = "column " + timeCol + " must not have nulls";
      }
      if (wrong != null) {
        return "%s, as for user %s and item %s".formatted(wrong, row.get(0), row.get(1));
      }
      return null;
    }
  }

  /**
   * Collects the ratings.
   *
   * @param items those to list, with titles and genres; may be empty
   * @throws IllegalArgumentException if a row cannot be used or a pair occurs twice; it names the
   *     column
   */
  Ratings collect(List<ItemRow> items) {
    List<Column> columns = new ArrayList<>();
    columns.add(Ids.text(data, user));
    columns.add(Ids.text(data, item));
    columns.add(
        rating
            .map(name -> data.col(Ids.quoted(name)).cast(DataTypes.DoubleType))
            .orElse(functions.lit(1.0)));
    time.ifPresent(name -> columns.add(seconds(name)));
    DataType userType = data.schema().apply(user).dataType();
    DataType itemType = data.schema().apply(item).dataType();
    String userCol = user;
    String itemCol = item;
    String ratingCol = rating.orElse(null);
    String timeCol = time.orElse(null);
    List<Batch> batches =
        data.select(columns.toArray(Column[]::new))
            .toJavaRDD()
            .mapPartitions(
                rows -> new Batches(rows, userCol, itemCol, ratingCol, timeCol, userType, itemType))
            .collect();
    RatingsBuilder builder = new RatingsBuilder();
    for (ItemRow listed : ItemRow.sorted(items)) {
      if (!builder.item(listed.id(), listed.title(), listed.genres())) {
        throw new IllegalArgumentException(
            "column %s of the items must have each id once, found %s again"
                .formatted(item, listed.id()));
      }
    }
    for (Batch batch : batches) {
      if (batch.problem != null) {
        throw new IllegalArgumentException(batch.problem);
      }
      add(batch, builder);
    }
    if (batches.stream().allMatch(batch -> batch.size == 0)) {
      throw new IllegalArgumentException("the dataset must have at least one row, found none");
    }
    Ratings ratings = builder.build();
    if (ratings.duplicates() > 0) {
      throw new IllegalArgumentException(twice(ratings.duplicates()));
    }
    return ratings;
  }

  private Column seconds(String name) {
    Column times = data.col(Ids.quoted(name));
    DataType type = data.schema().apply(name).dataType();
    return type.equals(DataTypes.DateType)
        ? times.cast(DataTypes.TimestampType).cast(DataTypes.LongType)
        : times.cast(DataTypes.LongType);
  }

  private static void add(Batch batch, RatingsBuilder builder) {
    int[] users = Arrays.stream(batch.userIds).mapToInt(builder::userNumber).toArray();
    int[] items = Arrays.stream(batch.itemIds).mapToInt(builder::itemNumber).toArray();
    for (int p = 0; p < batch.size; p++) {
      batch.users[p] = users[batch.users[p]];
      batch.items[p] = items[batch.items[p]];
    }
    builder.ratings(batch.users, batch.items, batch.ratings, batch.times, batch.size);
  }

  /** Says which pair occurs twice, for instance. */
  private String twice(int count) {
    Row pair =
        data.select(Ids.text(data, user).as("user"), Ids.text(data, item).as("item"))
            .groupBy("user", "item")
            .count()
            .filter("count > 1")
            .orderBy("user", "item")
            .first();
    return "columns %s and %s must have each pair once, found %d more rows, such as %s and %s; dropDuplicates or groupBy joins them"
        .formatted(user, item, count, pair.get(0), pair.get(1));
  }

  /**
   * What is known of an item.
   *
   * @param genres separated by |
   */
  record ItemRow(String id, String title, String genres) {
    /** Texts as the library reads them from files: bars or commas between genres, or none. */
    ItemRow {
      title = title.strip().replaceAll(" *[\\r\\n]+ *", " ");
      genres =
          genres.equals("(no genres listed)")
              ? ""
              : Stream.of(genres.split(genres.contains("|") ? "\\|" : ","))
                  .map(String::strip)
                  .filter(genre -> !genre.isEmpty())
                  .collect(Collectors.joining("|"));
    }

    /** In the order in which the library sorts ids: as numbers if all are, else as text. */
    static List<ItemRow> sorted(List<ItemRow> items) {
      boolean numbers = items.stream().allMatch(item -> item.id().matches("-?\\d{1,18}"));
      Comparator<ItemRow> order =
          numbers
              ? Comparator.comparingLong(item -> Long.parseLong(item.id()))
              : Comparator.comparing(ItemRow::id);
      return items.stream().sorted(order).toList();
    }
  }
}
