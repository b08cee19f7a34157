/** How each model server words a request and an answer: pure, neither sending nor waiting. */
@NullMarked
package dev.canary.http.protocol;

import org.jspecify.annotations.NullMarked;
