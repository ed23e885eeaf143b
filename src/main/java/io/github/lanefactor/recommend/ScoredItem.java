package io.github.lanefactor.recommend;

import io.github.lanefactor.ratings.Item;

/**
 * An item of a list.
 *
 * @param item the item
 * @param score the higher, the better; the method that gave the list says what it means
 */
public record ScoredItem(Item item, double score) {}
