/**
 * What is minimised: the target and weight that an objective gives each cell, and the L2 beside
 * them. Training steps towards it; explanations solve it again.
 */
package io.github.lanefactor.objective;
