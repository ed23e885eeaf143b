/** A trained model: its weights, the users and items they belong to, and how it was trained. */
package io.github.lanefactor.model;
