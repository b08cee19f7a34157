/** The daemon: watches on their schedules, for months. */
@NullMarked
package dev.canary.app.serve;

import org.jspecify.annotations.NullMarked;
