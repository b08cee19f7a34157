@NullMarked
package dev.canary.http;

import org.jspecify.annotations.NullMarked;
