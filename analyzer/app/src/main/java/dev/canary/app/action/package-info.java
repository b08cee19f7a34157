/**
 * What follows alerts beside their events: webhooks, Alertmanager, commands. Each action follows
 * the store at its own pace, so that a receiver that is slow or away holds back nothing else.
 */
@NullMarked
package dev.canary.app.action;

import org.jspecify.annotations.NullMarked;
