package io.github.lanefactor.recommend;

import io.github.lanefactor.ratings.Item;

/**
 * A rated item that speaks for another one.
 *
 * @param item the rated item
 * @param share its part in all that speaks for the other item, above 0 and at most 1
 */
public record Reason(Item item, double share) {}
