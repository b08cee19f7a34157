/** Tests and distances by name: requests in, answers out. The one list of what can be asked for. */
@NullMarked
package dev.canary.measure;

import org.jspecify.annotations.NullMarked;
