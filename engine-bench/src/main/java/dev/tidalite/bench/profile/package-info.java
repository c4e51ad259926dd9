/// Where the time goes on the most expensive paths: their benchmarks under JDK Flight Recorder, and
/// the frames that were on top most often.
@NullMarked
package dev.tidalite.bench.profile;

import org.jspecify.annotations.NullMarked;
