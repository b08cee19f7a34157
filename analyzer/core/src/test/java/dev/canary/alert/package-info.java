@NullMarked
package dev.canary.alert;

import org.jspecify.annotations.NullMarked;
