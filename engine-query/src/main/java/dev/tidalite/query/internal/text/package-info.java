/// Rows as text: cells are written column kind by column kind into a buffer of UTF-8, the entries
/// of a dictionary are quoted once. The layouts (CSV, JSON) are put together by
/// [dev.tidalite.query.ResultFormat].
@NullMarked
package dev.tidalite.query.internal.text;

import org.jspecify.annotations.NullMarked;
