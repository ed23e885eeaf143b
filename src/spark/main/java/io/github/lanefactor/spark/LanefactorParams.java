package io.github.lanefactor.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The params that estimator and model have in common. */
public interface LanefactorParams extends Params {
  /** The column of users' ids, strings or whole numbers; "user" by default. */
  Param<String> userCol();

  /** The column of items' ids, strings or whole numbers; "item" by default. */
  Param<String> itemCol();

  /** The column that {@code transform} adds; "prediction" by default. */
  Param<String> predictionCol();

  /**
   * What {@code transform} does with users and items that the training has not seen: "nan", the
   * default, predicts NaN, and "drop" leaves the rows out.
   */
  Param<String> coldStartStrategy();

  /** The value of {@link #userCol}. */
  default String getUserCol() {
    return getOrDefault(userCol());
  }

  /** The value of {@link #itemCol}. */
  default String getItemCol() {
    return getOrDefault(itemCol());
  }

  /** The value of {@link #predictionCol}. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** The value of {@link #coldStartStrategy}. */
  default String getColdStartStrategy() {
    return getOrDefault(coldStartStrategy());
  }
}
