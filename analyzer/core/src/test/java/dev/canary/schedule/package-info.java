@NullMarked
package dev.canary.schedule;

import org.jspecify.annotations.NullMarked;
