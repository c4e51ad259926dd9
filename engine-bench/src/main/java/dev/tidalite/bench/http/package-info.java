/// `tidalite bench http`: lines over loopback, into this program and into its peers, by the same
/// client. Each server is a process of its own; after the clock has stopped, every row that was
/// acknowledged is asked for.
@NullMarked
package dev.tidalite.bench.http;

import org.jspecify.annotations.NullMarked;
