/**
 * Reading a model: lists for a user, similar items, explanations, and the search for an item by
 * name.
 */
package io.github.lanefactor.recommend;
