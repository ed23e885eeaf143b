/**
 * What several packages need and none of them is about: checks of arguments, a loop that threads
 * share, values made when first needed, random draws.
 */
package io.github.lanefactor.support;
