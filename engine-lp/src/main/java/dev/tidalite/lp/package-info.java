/// Line protocol in, elements out: decodes text in the dialect of InfluxDB 3 and tells a [LineSink]
/// what it found, as offsets into the text and primitive values.
///
/// In: bytes. Out: calls. Never allocates per line in the steady state, never keeps the bytes,
/// knows no table and no schema. Needs the JDK and nothing else.
@NullMarked
package dev.tidalite.lp;

import org.jspecify.annotations.NullMarked;
