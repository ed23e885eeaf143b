/**
 * The arithmetic on all users × items cells: fused passes, one step of each solver, threads. Scalar
 * and vector code give the same bits. Nothing outside this package names the Vector API.
 */
package io.github.lanefactor.kernel;
