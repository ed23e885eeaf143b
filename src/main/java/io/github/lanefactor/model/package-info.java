/** A trained model: its numbers, whose they are, and the choices it was trained by. */
package io.github.lanefactor.model;
