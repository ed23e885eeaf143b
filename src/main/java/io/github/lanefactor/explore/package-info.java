/** The explorer: a model in the browser, by a server on this machine or as one file. */
package io.github.lanefactor.explore;
