/** What a workspace will notice, how soon and at which price, before anything runs. */
@NullMarked
package dev.canary.plan;

import org.jspecify.annotations.NullMarked;
