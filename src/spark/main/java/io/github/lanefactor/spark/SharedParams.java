package io.github.lanefactor.spark;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable;

/** Makes the params of {@link LanefactorParams} for a stage. */
final class SharedParams {
  final Param<String> userCol;
  final Param<String> itemCol;
  final Param<String> predictionCol;
  final Param<String> coldStartStrategy;

  SharedParams(Identifiable parent) {
    userCol = new Param<>(parent, "userCol", "column of users' ids, strings or whole numbers");
    itemCol = new Param<>(parent, "itemCol", "column of items' ids, strings or whole numbers");
    predictionCol = new Param<>(parent, "predictionCol", "column that is added");
    coldStartStrategy =
        choice(parent, "coldStartStrategy", "what unknown users and items get", "nan", "drop");
  }

  /** A param with a few values. */
  static Param<String> choice(Identifiable parent, String name, String doc, String... values) {
    List<String> all = List.of(values);
    return new Param<>(
        parent, name, doc + ": " + String.join(", ", all), ParamValidators.<String>inArray(all));
  }
}
