/// Along the time of each series: missing rows filled in, derivatives, moving averages, forecasts.
@NullMarked
package dev.tidalite.query.internal.operator.series;

import org.jspecify.annotations.NullMarked;
