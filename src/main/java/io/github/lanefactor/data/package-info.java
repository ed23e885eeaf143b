/** File formats: ratings and items as they come, and the bundled sample. */
package io.github.lanefactor.data;
