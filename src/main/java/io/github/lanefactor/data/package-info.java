/** Files: ratings in, models in and out, loss curves and plots, and the bundled sample. */
package io.github.lanefactor.data;
