/// Who may do what: tokens, what they permit, and where they are kept (hashed).
@NullMarked
package dev.tidalite.http.auth;

import org.jspecify.annotations.NullMarked;
