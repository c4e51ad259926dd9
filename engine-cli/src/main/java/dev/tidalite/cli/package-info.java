/// The program: commands, configuration, and one port for HTTP/1.1, HTTP/2 and gRPC.
@NullMarked
package dev.tidalite.cli;

import org.jspecify.annotations.NullMarked;
