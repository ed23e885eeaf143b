package io.github.lanefactor.cli;

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

  /** Names the values that are far outside the others, and says what they count as. */
  static void tellFar(Feedback feedback, Ratings ratings, PrintWriter err) {
    long far = 0;
    for (int user = 0; user < ratings.users(); user++) {
      for (int p = ratings.start(user); p < ratings.start(user + 1); p++) {
        float value = ratings.ratingAt(p);
        if (!feedback.covers(value) && ++far <= SHOWN) {
          err.printf(
              "note: user %s, item %s: %s is far outside the other values, which are from %s to %s;"
                  + " it counts as %s%n",
              ratings.catalogue().userId(user),
              ratings.catalogue().itemId(ratings.itemAt(p)),
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

  /** A number as people write it: 5, 0.5, 5000000. */
  static String number(double value) {
    return new BigDecimal(Float.toString((float) value)).stripTrailingZeros().toPlainString();
  }
}
