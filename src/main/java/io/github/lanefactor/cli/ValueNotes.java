package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.ratings.Ratings;
import java.io.PrintWriter;
import java.math.BigDecimal;

/** What is worth knowing about the values of ratings. */
final class ValueNotes {
  /** Further values off the scale are counted. */
  private static final int SHOWN = 3;

  private ValueNotes() {}

  /** Whether a rating counts against its item, by the objectives that know dislikes. */
  static boolean anyDisliked(Feedback feedback, Ratings ratings) {
    if (feedback.allLiked()) {
      return false;
    }
    for (int p = 0; p < ratings.size(); p++) {
      if (!feedback.liked(ratings.ratingAt(p))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Names the values that are far outside the others, and says what they count as.
   *
   * @param reader what has read the ratings
   */
  static void tellFar(Feedback feedback, Ratings ratings, RatingsReader reader, PrintWriter err) {
    long far = 0;
    for (int user = 0; user < ratings.users(); user++) {
      for (int p = ratings.start(user); p < ratings.start(user + 1); p++) {
        float value = ratings.ratingAt(p);
        if (!feedback.covers(value) && ++far <= SHOWN) {
          String userId = ratings.catalogue().userId(user);
          String itemId = ratings.catalogue().itemId(ratings.itemAt(p));
          err.printf(
              "note: %suser %s, item %s: %s is far outside the other values, which are from %s to"
                  + " %s; it counts as %s%n",
              reader.place(userId, itemId, value).map(place -> place + ": ").orElse(""),
              userId,
              itemId,
              number(value),
              number(feedback.lowest()),
              number(feedback.highest()),
              number(feedback.onScale(value)));
        }
      }
    }
    if (far > SHOWN) {
      err.println("note: " + (far - SHOWN) + " more values are far outside the others");
    }
  }

  /** Says what age ratings without a time have, if there are any. */
  static void tellTimeless(Ratings ratings, PrintWriter err) {
    int timeless = 0;
    for (int p = 0; p < ratings.size() && ratings.hasTimes(); p++) {
      timeless += ratings.timeAt(p) == Ratings.NO_TIME ? 1 : 0;
    }
    if (timeless > 0) {
      err.printf(
          "note: for --half-life, %d of %d ratings without a time have the mean age of the others%n",
          timeless, ratings.size());
    }
  }

  /** A number as people write it: 5, 0.5, 5000000. */
  static String number(double value) {
    return new BigDecimal(Float.toString((float) value)).stripTrailingZeros().toPlainString();
  }
}
