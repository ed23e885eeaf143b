/** File formats: ratings and items, trained models, plots; and the bundled sample. */
package io.github.lanefactor.data;
