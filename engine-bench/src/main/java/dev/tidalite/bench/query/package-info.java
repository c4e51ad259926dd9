/// How long queries take: the TSBS questions over the cpu table, in process.
@NullMarked
package dev.tidalite.bench.query;

import org.jspecify.annotations.NullMarked;
