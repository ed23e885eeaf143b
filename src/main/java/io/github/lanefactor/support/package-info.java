/**
 * Helpers that several packages need: argument checks, a loop shared by threads, lazy values,
 * random draws, the best n of many items, files written whole or not at all, events for the JDK's
 * flight recorder.
 */
package io.github.lanefactor.support;
