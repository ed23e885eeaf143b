package io.github.lanefactor.spark;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Columns of a data frame: that they are there, of a type that fits, and ids as text. */
final class Ids {
  private static final DataType WHOLE = DataTypes.createDecimalType(38, 0);

  private Ids() {}

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  static DataType type(StructType schema, String param, String column) {
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "%s: column %s does not exist. Available: %s"
              .formatted(param, column, String.join(", ", schema.fieldNames())));
    }
    return schema.apply(column).dataType();
  }

  /** Whether this is a column of ids: text or numbers. */
  static void checkId(StructType schema, String param, String column) {
    DataType type = type(schema, param, column);
    if (!(type instanceof StringType) && !(type instanceof NumericType)) {
      throw wrongType(param, column, "string or numeric", type);
    }
  }

  /** Whether this is a column of numbers. */
  static void checkNumeric(StructType schema, String param, String column) {
    DataType type = type(schema, param, column);
    if (!(type instanceof NumericType)) {
      throw wrongType(param, column, "numeric", type);
    }
  }

  /** Whether this is a column of times. */
  static void checkTime(StructType schema, String param, String column) {
    DataType type = type(schema, param, column);
    boolean time = type.equals(DataTypes.TimestampType) || type.equals(DataTypes.DateType);
    if (!time && !integral(type)) {
      throw wrongType(param, column, "timestamp, date or a whole number of seconds", type);
    }
  }

  private static IllegalArgumentException wrongType(
      String param, String column, String expected, DataType found) {
    return new IllegalArgumentException(
        "%s: column %s must be of type %s but was actually of type %s"
            .formatted(param, column, expected, found.catalogString()));
  }

  private static boolean integral(DataType type) {
    return type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType);
  }

  /** The type that a list shows such ids in: that of the column, or a whole number. */
  static DataType shown(DataType type) {
    return integral(type) || type instanceof StringType ? type : DataTypes.LongType;
  }

  /** A column of ids as text: 7 for 7.0. What is no id, such as 7.5, is left as it reads. */
  static Column text(Dataset<?> data, String column) {
    Column ids = data.col(quoted(column));
    DataType type = data.schema().apply(column).dataType();
    if (type instanceof StringType || integral(type)) {
      return ids.cast(DataTypes.StringType);
    }
    Column whole = ids.cast(WHOLE);
    return functions
        .when(whole.cast(type).equalTo(ids), whole.cast(DataTypes.StringType))
        .otherwise(ids.cast(DataTypes.StringType));
  }

  /** Whether such an id, as {@link #text} has it, is one. */
  static boolean isId(DataType type, String text) {
    if (type instanceof StringType || integral(type)) {
      return true;
    }
    return text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
  }

  /** A column's name where a dot or a blank in it is no mistake. */
  static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
