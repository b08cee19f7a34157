@NullMarked
package dev.canary.http.json;

import org.jspecify.annotations.NullMarked;
