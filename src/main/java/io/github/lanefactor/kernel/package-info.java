/**
 * The arithmetic on all users × items cells: fused passes, one step of each solver, threads. Scalar
 * and vector code give bit-identical results. Nothing outside this package uses the Vector API.
 */
package io.github.lanefactor.kernel;
