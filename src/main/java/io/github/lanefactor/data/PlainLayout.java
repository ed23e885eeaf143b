package io.github.lanefactor.data;

import java.util.function.LongUnaryOperator;

/**
 * Where things stand in the rows of a plain file of ratings; -1 for what is not there.
 *
 * @param separator what stands between two fields
 * @param twice whether it stands there twice, as in {@code ::}
 * @param width the number of fields
 * @param user the index of the user's id
 * @param item the index of the item's id
 * @param rating the index of the rating
 * @param time the index of the time
 * @param seconds what to make of a time's number
 */
record PlainLayout(
    byte separator,
    boolean twice,
    int width,
    int user,
    int item,
    int rating,
    int time,
    LongUnaryOperator seconds) {

  /** The fewest bytes that a row can have. */
  int leastBytes() {
    return width + (width - 1) * (twice ? 2 : 1) + 1;
  }
}
