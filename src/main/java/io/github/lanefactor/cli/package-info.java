/** The command line: a thin client of the exported packages, and the timing of a training step. */
package io.github.lanefactor.cli;
