/** What people read: tables, explanations, progress. */
@NullMarked
package dev.canary.app.view;

import org.jspecify.annotations.NullMarked;
