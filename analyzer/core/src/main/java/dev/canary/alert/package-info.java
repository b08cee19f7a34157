/** From runs over time to alerts: one pure state machine, of which every step can be repeated. */
@NullMarked
package dev.canary.alert;

import org.jspecify.annotations.NullMarked;
