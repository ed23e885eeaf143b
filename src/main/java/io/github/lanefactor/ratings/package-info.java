/**
 * Who rated what: users, items and the ratings between them, numbered, with the ids they came with.
 */
package io.github.lanefactor.ratings;
